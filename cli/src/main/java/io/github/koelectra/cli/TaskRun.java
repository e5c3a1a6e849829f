package io.github.koelectra.cli;

import io.github.koelectra.cli.html.Subject;
import io.github.koelectra.core.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Runs a task over the input that a command line names, to the output that it names. A command has
 * a mixin {@link TaskFlags} and options of its own, opens its task, and says how results look with
 * a {@link TaskFormat}; all else is done here:
 *
 * <pre>{@code
 * TextNames texts = flags.input().texts("text");
 * TaskRun<Entities> run = flags.run(texts, new EntityFormat());
 * Path directory = flags.directory();
 * try (TokenClassification task = TokenClassification.open(directory, options, flags.kernels())) {
 *   return run.over(directory, task.pipeline(), Row::text);
 * }
 * }</pre>
 *
 * @param <R> the task's results
 */
final class TaskRun<R> {
  /** How much work may be lost. */
  private static final Duration RECORDED_EVERY = Duration.ofSeconds(1);

  /** What was not in a file cannot be read again. */
  private static final Duration NEVER = Duration.ofDays(10_000);

  private static final int ROWS_BETWEEN_SHOWS = 16;
  private static final double NANOS_PER_SECOND = 1e9;

  /** What changes nothing in the output, or is looked at itself. */
  private static final Set<String> OF_NO_CONSEQUENCE =
      Set.of(
          "--model",
          "--input",
          "--output",
          "--html",
          "--resume",
          "--keep-going",
          "--threads",
          "--kernels",
          "--batch-tokens");

  private final CommandLine commandLine;
  private final Flags flags;
  private final TextNames texts;
  private final TaskFormat<R> format;
  private final Terminal terminal;
  private final OutputFormat written;
  private final Page<R> page;

  /** The directories of other models than the task's own. */
  private final List<Path> others;

  /**
   * What the command line says.
   *
   * @param input where texts come from
   * @param output where results go
   */
  record Flags(InputFlags input, OutputFlags output) {}

  /**
   * The page that results are shown on.
   *
   * @param wanted whether one is wanted
   * @param maker what begins it
   */
  private record Page<R>(PageFlags wanted, PageFlags.Maker<R> maker) {}

  TaskRun(
      CommandLine commandLine,
      Flags flags,
      TextNames texts,
      TaskFormat<R> format,
      Terminal terminal) {
    this(
        commandLine,
        flags,
        texts,
        format,
        terminal,
        new Page<>(new PageFlags(), (_, _) -> Picture.none()),
        List.of());
  }

  private TaskRun(
      CommandLine commandLine,
      Flags flags,
      TextNames texts,
      TaskFormat<R> format,
      Terminal terminal,
      Page<R> page,
      List<Path> others) {
    this.others = others;
    this.commandLine = commandLine;
    this.page = page;
    this.flags = flags;
    this.texts = texts;
    this.format = format;
    this.terminal = terminal;
    written = flags.output.format();
  }

  /** This with its results shown on a page, too, if one is wanted. */
  TaskRun<R> showing(PageFlags wanted, PageFlags.Maker<R> made) {
    if (wanted.wanted() && flags.output.resume()) {
      throw new ParameterException(
          commandLine, "--html shows a whole run, so it cannot be continued with --resume");
    }
    Optional<Path> output = flags.output.output();
    if (output.isPresent() && wanted.isAt(output.get())) {
      throw new ParameterException(commandLine, "--html and --output are one file; give two");
    }
    return new TaskRun<>(
        commandLine, flags, texts, format, terminal, new Page<>(wanted, made), others);
  }

  /** This with results that depend on other models, too. */
  TaskRun<R> dependingOn(List<Path> directories) {
    return new TaskRun<>(commandLine, flags, texts, format, terminal, page, directories);
  }

  private Picture<R> picture(Path model) throws IOException {
    List<Path> read = new ArrayList<>(flags.input.files());
    read.add(model);
    read.addAll(others);
    flags.output.output().ifPresent(read::add);
    return page.wanted.picture(new Subject(model.toString(), read), page.maker);
  }

  /**
   * Runs it.
   *
   * @param model the model's directory
   * @param input what the pipeline takes of a row
   * @return the exit code: 1 if rows were left out
   */
  <I> int over(Path model, Pipeline<I, R> pipeline, Function<Row, I> input) throws IOException {
    return over(model, pipeline, input, flags.input.rows(texts));
  }

  /** The same over rows that are made otherwise; they are closed. */
  <I> int over(Path model, Pipeline<I, R> pipeline, Function<Row, I> input, RowReader made)
      throws IOException {
    try (RowReader rows = made;
        Picture<R> drawn = picture(model)) {
      Job.Looks<R> looks = new Job.Looks<>(written, format, drawn);
      Job<I, R> job = new Job<>(rows, input, pipeline::outcomes, looks);
      Optional<Path> output = flags.output.output();
      Tally tally =
          output.isPresent() ? toFile(output.get(), model, job, rows) : toStandardOutput(job);
      drawn.finish();
      return tally.skipped() > 0 ? 1 : 0;
    }
  }

  private Tally toStandardOutput(Job<?, R> job) throws IOException {
    long begin = System.nanoTime();
    Sink sink = new OutputLines(commandLine.getOut());
    Tally tally = job.run(Tally.NOTHING, sink, this::refused, _ -> {});
    summarize(tally, tally.rows(), begin);
    return tally;
  }

  private Tally toFile(Path target, Path model, Job<?, R> job, RowReader rows) throws IOException {
    List<Path> files = flags.input.files();
    List<Path> read = Stream.concat(files.stream(), filesOfOptions()).toList();
    List<Path> ofModels = new ArrayList<>(Fingerprint.filesOf(model));
    for (Path other : others) {
      ofModels.addAll(Fingerprint.filesOf(other));
    }
    flags.output.checkNotRead(read);
    flags.output.checkNotRead(ofModels);
    Fingerprint fingerprint = Fingerprint.of(ofModels, options(), read);
    Duration interval = flags.input.ofFiles() ? RECORDED_EVERY : NEVER;
    long begin = System.nanoTime();
    try (PartFile part = PartFile.open(target, fingerprint, flags.output.resume(), interval)) {
      Tally before = part.before();
      Tally tally;
      job.pass(before.rows());
      try (Progress progress = progress(target, files, rows.bytes())) {
        tally =
            job.run(
                before,
                part,
                this::refused,
                now -> show(progress, rows, now.rows() - before.rows(), begin));
      }
      part.complete();
      summarize(tally, tally.rows() - before.rows(), begin);
      return tally;
    }
  }

  private void refused(String sentence) throws IOException {
    if (!flags.input.keepGoing()) {
      throw new IOException(sentence);
    }
    // Over a bar, if there is one, to the end of its line.
    boolean bar = terminal.columns() > 1 && flags.output.output().isPresent();
    String room = bar ? "\r" + " ".repeat(terminal.columns() - 1) + "\r" : "";
    commandLine.getErr().println(room + "koelectra: " + sentence + " (left out)");
  }

  /** The options that make a difference. */
  private List<String> options() throws IOException {
    List<String> given = new ArrayList<>(List.of(new Version().getVersion()));
    for (OptionSpec option : commandLine.getParseResult().matchedOptions()) {
      if (!OF_NO_CONSEQUENCE.contains(option.longestName())) {
        given.add(option.longestName() + "=" + option.originalStringValues());
      }
    }
    given.sort(null);
    return given;
  }

  /** The files that options name, such as a key. */
  private Stream<Path> filesOfOptions() {
    return commandLine.getParseResult().matchedOptions().stream()
        .filter(option -> !OF_NO_CONSEQUENCE.contains(option.longestName()))
        .map(option -> option.<Object>getValue())
        .flatMap(TaskRun::values)
        .filter(Path.class::isInstance)
        .map(Path.class::cast);
  }

  private static Stream<?> values(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.stream();
      case Collection<?> several -> several.stream();
      default -> Stream.of(value);
    };
  }

  private Progress progress(Path target, List<Path> files, long done) throws IOException {
    long total = 0;
    for (Path file : files) {
      total += Files.size(file);
    }
    return Progress.ofBytes(
        terminal, target.getFileName().toString(), files.isEmpty() ? -1 : total, done);
  }

  private static void show(Progress progress, RowReader rows, long done, long begin) {
    if (done % ROWS_BETWEEN_SHOWS == 0) {
      progress.to(rows.bytes());
      progress.note(speed(done, begin));
    }
  }

  private static String speed(long rows, long begin) {
    double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
    return String.format(Locale.ROOT, "%.1f texts/s", rows / seconds);
  }

  /** What a job over files has done; one sees that of a few texts. */
  private void summarize(Tally tally, long done, long begin) {
    if (flags.input.ofFiles()) {
      String line =
          String.format(
              Locale.ROOT,
              "koelectra: %d texts, %d skipped, %d truncated, %s",
              tally.rows() - tally.skipped(),
              tally.skipped(),
              tally.truncated(),
              speed(done, begin));
      commandLine.getErr().println(line);
    }
  }
}
