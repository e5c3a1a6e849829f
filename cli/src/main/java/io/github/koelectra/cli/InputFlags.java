package io.github.koelectra.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where a task's texts come from: arguments, the lines of standard input, or files. */
final class InputFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = TextInput.LABEL,
      arity = "0..*",
      description = "Texts; without any, and without --input, the lines of standard input.")
  private List<String> arguments = List.of();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "A .txt (a text a line), .tsv, .csv (both with a header) or .jsonl file, or a folder of"
              + " them; may be given several times.")
  private List<Path> paths = List.of();

  @Option(
      names = {"--column", "--field"},
      paramLabel = "NAME",
      description =
          "The column, or field, with the text (default: the one called text, or the only one). A"
              + " .txt file is read as .tsv then.")
  private Optional<String> column = Optional.empty();

  @Option(
      names = {"--pair-column", "--pair-field"},
      paramLabel = "NAME",
      description = "The column, or field, with the second text of pairs.")
  private Optional<String> pairColumn = Optional.empty();

  @Option(names = "--whole-files", description = "A .txt file is one text, whatever its lines.")
  private boolean whole;

  @Option(
      names = "--sentences",
      description =
          "Split texts into sentences and take each by itself; sentence_start and sentence_end say"
              + " where it stood.")
  private boolean sentences;

  @Option(
      names = "--keep-going",
      description =
          "Report what cannot be read on standard error, leave it out and go on; the exit code is 1"
              + " then, too.")
  private boolean keepGoing;

  /** The texts that are arguments, where there are no files. */
  List<String> arguments() {
    if (column.isPresent() || pairColumn.isPresent() || whole) {
      throw usage("--column, --pair-column and --whole-files say how to read an --input");
    }
    return arguments;
  }

  /** Whether each sentence is taken by itself. */
  boolean sentences() {
    return sentences;
  }

  boolean keepGoing() {
    return keepGoing;
  }

  /** Whether it comes from files, of which there can be so much that one wants to know. */
  boolean ofFiles() {
    return !paths.isEmpty();
  }

  /** The files. */
  List<Path> files() throws IOException {
    return FileRows.expand(paths);
  }

  /** What texts a task reads one at a time are called. */
  TextNames texts(String first) {
    if (pairColumn.isPresent()) {
      throw usage("--pair-column has no use here: texts are read one at a time");
    }
    return names(first, first, false, Optional.empty());
  }

  /** What texts that a task may read in pairs are called: those with a second text are pairs. */
  TextNames textsOrPairs(String first, String second, Optional<String> always) {
    return names(first, second, pairColumn.isPresent() || always.isPresent(), always);
  }

  /** What texts that a task reads in pairs are called. */
  TextNames pairs(String first, String second, Optional<String> always) {
    return names(first, second, true, always);
  }

  private TextNames names(String first, String second, boolean pairs, Optional<String> always) {
    if (pairColumn.isPresent() && always.isPresent()) {
      throw usage("the second text is given and --pair-column names one; only one can be");
    }
    if (sentences && pairs) {
      throw usage("--sentences has no use for pairs: both texts are read as they are");
    }
    return new TextNames(first, second, column, pairColumn, pairs, always);
  }

  /** The rows, to be closed. */
  RowReader rows(TextNames texts) throws IOException {
    RowReader rows = texts(texts);
    return sentences ? new SentenceRows(rows) : rows;
  }

  private RowReader texts(TextNames texts) throws IOException {
    if (ofFiles() && !arguments.isEmpty()) {
      throw usage("give texts or --input, not both: '" + arguments.getFirst() + "'");
    }
    if (ofFiles()) {
      return new FileRows(files(), texts, whole);
    }
    List<String> given = arguments();
    try {
      return given.isEmpty()
          ? new LineRows(System.in, "standard input", texts)
          : new ArgumentRows(given, texts);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
