package io.github.koelectra.cli;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.vocab.WordCounts;
import io.github.koelectra.vocab.WordPieceOptions;
import io.github.koelectra.vocab.WordPieceTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a WordPiece vocabulary from texts. */
@Command(
    name = "train",
    description = "Makes a WordPiece vocabulary from texts.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The file holds [PAD] [UNK] [CLS] [SEP] [MASK], the unused tokens, the letters and then the",
      "pieces, the most frequent first. The same texts and options give the same bytes, whatever",
      "the threads. It appears when all is written.",
      "",
      "Examples:",
      "  koelectra vocab train --size 8000 --output vocab.txt texts.txt",
      "  koelectra vocab train --column document --output vocab.txt ratings_train.txt"
    })
final class VocabTrainCommand implements Callable<Integer> {
  private static final double PERCENT = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "A .txt (a text a line), .tsv, .csv (both with a header) or .jsonl file, or a folder of"
              + " them.")
  private List<Path> files = List.of();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "The same; may be given several times.")
  private List<Path> inputs = List.of();

  @Option(
      names = {"--column", "--field"},
      paramLabel = "NAME",
      description =
          "The column, or field, with the text (default: the one called text, or the only one). A"
              + " .txt file is read as .tsv then.")
  private Optional<String> column = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The vocab.txt to write.")
  private Path output;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "How many tokens, all counted (default: 35000).")
  private int size = WordPieceOptions.DEFAULT.size();

  @Option(
      names = "--alphabet-limit",
      paramLabel = "N",
      description = "The most different letters; a word with a rarer one is [UNK] (default: 6000).")
  private int alphabetLimit = WordPieceOptions.DEFAULT.alphabetLimit();

  @Option(
      names = "--min-frequency",
      paramLabel = "N",
      description = "How often two pieces must stand together to become one (default: 2).")
  private long minFrequency = WordPieceOptions.DEFAULT.minFrequency();

  @Option(
      names = "--unused",
      paramLabel = "N",
      description = "How many [unusedN] tokens to keep free for later (default: 200).")
  private int unused = WordPieceOptions.DEFAULT.unused();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to count with (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws IOException {
    WordPieceOptions options = options();
    List<Path> read = read();
    VocabularyFile file = VocabularyFile.at(output);
    checkNotRead(read);
    Terminal terminal = Terminal.standardError(System.getenv());
    try (Parallel parallel = Parallel.of(threads)) {
      WordCounts counts = count(read, parallel, terminal);
      if (counts.distinct() == 0) {
        throw new IOException(
            read.getFirst()
                + (read.size() > 1 ? " and the other files" : "")
                + ": no words, so there is no vocabulary to make; give files with text");
      }
      WordPieceTrainer.Trained trained = train(counts, options, parallel, terminal);
      file.write(trained.vocabulary());
      summarize(counts, trained);
    }
    return 0;
  }

  private WordPieceOptions options() {
    ThreadOptions.check(threads, spec.commandLine());
    try {
      return new WordPieceOptions(size, alphabetLimit, minFrequency, unused);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private List<Path> read() throws IOException {
    List<Path> named = Stream.concat(inputs.stream(), files.stream()).toList();
    if (named.isEmpty()) {
      throw usage("name files to read, such as texts.txt");
    }
    return FileRows.expand(named);
  }

  private void checkNotRead(List<Path> read) throws IOException {
    for (Path file : read) {
      if (Files.exists(output) && Files.isSameFile(output, file)) {
        throw usage("--output is a file that is read: " + file + "; give another");
      }
    }
  }

  private WordCounts count(List<Path> read, Parallel parallel, Terminal terminal)
      throws IOException {
    long bytes = 0;
    for (Path file : read) {
      bytes += Files.size(file);
    }
    TextNames names =
        new TextNames("text", "text", column, Optional.empty(), false, Optional.empty());
    try (RowReader rows = new FileRows(read, names, false);
        Progress progress = Progress.ofBytes(terminal, "Counting words", bytes)) {
      return WordCounts.of(() -> next(rows, progress), parallel);
    }
  }

  private static Optional<String> next(RowReader rows, Progress progress) throws IOException {
    Optional<Entry> next = rows.next();
    progress.to(rows.bytes());
    if (next.isPresent() && next.get() instanceof Entry.Bad(String where, String reason)) {
      throw new IOException(where + ": " + reason);
    }
    return next.map(entry -> ((Entry.Good) entry).row().text());
  }

  private static WordPieceTrainer.Trained train(
      WordCounts counts, WordPieceOptions options, Parallel parallel, Terminal terminal) {
    try (Progress progress =
        Progress.ofItems(terminal, "Joining pieces", "tokens", options.size())) {
      return new WordPieceTrainer(options, parallel).train(counts, progress::to);
    }
  }

  private void summarize(WordCounts counts, WordPieceTrainer.Trained trained) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %,d tokens (%,d letters, %,d pieces) of %,d words, %,d different; %.3f %% of them"
                + " are [UNK]",
            output,
            trained.vocabulary().size(),
            trained.letters(),
            trained.pieces(),
            counts.total(),
            counts.distinct(),
            PERCENT * trained.unknown() / counts.total()));
    out.flush();
    if (trained.vocabulary().size() < size) {
      spec.commandLine()
          .getErr()
          .println(
              "koelectra: fewer than "
                  + size
                  + " tokens, for no other two pieces stand together "
                  + minFrequency
                  + " times; give more text, or a lower --min-frequency");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
