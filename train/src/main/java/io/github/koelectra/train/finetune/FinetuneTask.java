package io.github.koelectra.train.finetune;

import io.github.koelectra.metrics.EntityMetrics.TagStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a model is fine-tuned for: which files hold the data and how they are read, the labels, the
 * head, the settings by default and the metric that counts. Immutable and safe to share between
 * threads.
 */
public final class FinetuneTask {
  /** The name of a task on data of one's own. */
  public static final String CUSTOM = "custom";

  private final String name;
  private final Head head;
  private final Columns columns;
  private final TaskFiles files;
  private final LabelList labels;
  private final Settings settings;
  private final String mainMetric;

  /** What a model gives, and so which head it has. */
  public enum Head {
    /** One of several labels for a text or a pair of texts. */
    CLASSIFICATION,
    /** A number for a text or a pair of texts. */
    REGRESSION,
    /** Any of several labels for a text or a pair of texts. */
    MULTI_LABEL,
    /** A label for each word. */
    TOKEN_CLASSIFICATION,
    /** The place of an answer in a text. */
    QUESTION_ANSWERING
  }

  /** A part of the data. */
  public enum Split {
    /** What is learnt from. */
    TRAIN,
    /** What runs are compared on. */
    DEV,
    /** What the score is reported on. */
    TEST
  }

  /**
   * The columns of a table, or the members of JSON lines.
   *
   * @param text the text
   * @param pair the second text; if none is named, {@code text_pair} where the data have it
   * @param label the label
   */
  public record Columns(String text, Optional<String> pair, String label) {
    /** {@code text}, {@code text_pair} if there is one, and {@code label}. */
    public static final Columns DEFAULT = new Columns("text", Optional.empty(), "label");
  }

  /**
   * KoELECTRA's published settings, under the names of its files, as far as they are a task's own.
   *
   * @param lengths how the data are read
   * @param learningRate the rate of the first step
   * @param trainBatchSize the sequences of a batch
   * @param numTrainEpochs how often the data are seen
   * @param seed of the order of the data and of what else is random
   */
  public record Settings(
      Lengths lengths, double learningRate, int trainBatchSize, int numTrainEpochs, long seed) {
    static Settings published(int maxSeqLength, double learningRate, int numTrainEpochs) {
      Lengths lengths = new Lengths(maxSeqLength, 128, 64, 30, 20);
      return new Settings(lengths, learningRate, 32, numTrainEpochs, 42);
    }
  }

  /**
   * How long what is read and what is answered may be; all but the first are for questions.
   *
   * @param maxSeqLength the most tokens of a sequence, special ones counted
   * @param docStride how many tokens behind the one before a window over a long context begins
   * @param maxQueryLength the most tokens of a question
   * @param maxAnswerLength the most tokens of an answer that is given
   * @param nBestSize how many candidates of a window for the beginning and the end of an answer,
   *     and how many answers
   */
  public record Lengths(
      int maxSeqLength, int docStride, int maxQueryLength, int maxAnswerLength, int nBestSize) {
    private static final int SHORTEST = 8;

    /** Checks the numbers. */
    public Lengths {
      demand(maxSeqLength >= SHORTEST, "maximum length", maxSeqLength, SHORTEST);
      demand(docStride >= 1, "stride", docStride, 1);
      demand(maxQueryLength >= 1, "question length", maxQueryLength, 1);
      demand(maxAnswerLength >= 1, "answer length", maxAnswerLength, 1);
      demand(nBestSize >= 1, "number of answers", nBestSize, 1);
    }

    private static void demand(boolean fits, String name, int value, int least) {
      if (!fits) {
        throw new IllegalArgumentException(
            "the " + name + " must be at least " + least + ", not " + value);
      }
    }
  }

  FinetuneTask(
      String name,
      Head head,
      Columns columns,
      TaskFiles files,
      LabelList labels,
      Settings settings,
      String mainMetric) {
    this.name = name;
    this.head = head;
    this.columns = columns;
    this.files = files;
    this.labels = labels;
    this.settings = settings;
    this.mainMetric = mainMetric;
  }

  /** The names of the tasks whose data are published, in the order of KoELECTRA's table. */
  public static List<String> names() {
    return PublishedTasks.names();
  }

  /**
   * One of the tasks whose data are published.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists them
   */
  public static FinetuneTask named(String name) {
    return PublishedTasks.named(name);
  }

  /**
   * A task on data of one's own. Its labels are not known before {@link #withLabels} or {@link
   * #withLabelsOf}.
   *
   * @param columns of the tables or JSON lines; other heads than those of texts have none
   */
  public static FinetuneTask custom(Head head, Columns columns) {
    boolean answers = head == Head.QUESTION_ANSWERING;
    return new FinetuneTask(
        CUSTOM,
        head,
        columns,
        TaskFiles.custom(head),
        LabelList.NONE,
        answers ? Settings.published(512, 5e-5, 7) : Settings.published(128, 5e-5, 10),
        PublishedTasks.usualMetric(head));
  }

  /** The name: one of {@link #names}, or {@link #CUSTOM}. */
  public String name() {
    return name;
  }

  /** The head. */
  public Head head() {
    return head;
  }

  /** The settings by default. */
  public Settings settings() {
    return settings;
  }

  /** The name of the metric by which models are compared, one of {@link Evaluation#metrics}. */
  public String mainMetric() {
    return mainMetric;
  }

  /**
   * What a model calls its labels, in the order of its outputs; empty for a regression, for answers
   * and for a custom task whose labels are not known yet.
   */
  public List<String> labels() {
    return labels.names();
  }

  /** How many outputs the head has for a sequence or a token. */
  public int outputs() {
    return switch (head) {
      case REGRESSION -> 1;
      case QUESTION_ANSWERING -> 2;
      default -> labels.names().size();
    };
  }

  /**
   * The same task with these labels, if it has any: those of a model that is to be evaluated, or
   * those of a custom task.
   *
   * @throws IllegalArgumentException if the task has labels, but not as many, or one occurs twice
   */
  public FinetuneTask withLabels(List<String> names) {
    if (List.copyOf(names).stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("a label occurs twice in " + String.join(", ", names));
    }
    if (!hasLabels()) {
      return this;
    }
    return with(labels.names().isEmpty() ? LabelList.of(names) : labels.inOrderOf(names));
  }

  /** Whether these are the task's labels, as models or as files call them, in any order. */
  public boolean hasLabels(List<String> names) {
    return labels.are(names);
  }

  /**
   * The same task with the labels of the data, sorted, if it needs labels and has none yet.
   *
   * @throws IOException if there are fewer than two different ones to choose from
   */
  public FinetuneTask withLabelsOf(DataSet data) throws IOException {
    return hasLabels() && labels.names().isEmpty() ? with(LabelList.of(data.labels())) : this;
  }

  private boolean hasLabels() {
    return head != Head.REGRESSION && head != Head.QUESTION_ANSWERING;
  }

  private FinetuneTask with(LabelList known) {
    return new FinetuneTask(name, head, columns, files, known, settings, mainMetric);
  }

  /**
   * Which label one of a file is.
   *
   * @throws IOException if it is none; the message says where and lists those there are
   */
  int labelId(DataSet data, int line, String label) throws IOException {
    OptionalInt id = labels.id(label);
    if (id.isEmpty()) {
      throw Utf8Lines.broken(
          data.file(), line, "unknown label \"" + label + "\"; known are " + labels.known());
    }
    return id.getAsInt();
  }

  Columns columns() {
    return columns;
  }

  /** Whether a pair without one of its texts is left out, as KoELECTRA does for this task. */
  boolean skipsEmptyTexts() {
    return files.skipsEmptyTexts();
  }

  /** Which form its tagged sentences have; for a custom task, the one a file looks like. */
  Optional<TaggedSentences.Form> taggedForm() {
    return name.equals(CUSTOM) ? Optional.empty() : Optional.of(TaggedSentences.Form.LINES);
  }

  /** How the tags of the labels are written. */
  TagStyle tagStyle() {
    return TagStyles.of(labels.written());
  }

  /** The file of a part of the data, if the directory has one. */
  public Optional<Path> findFile(Path directory, Split split) {
    return files.names(split).stream()
        .map(directory::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * The file of a part of the data.
   *
   * @throws IOException if the directory has none; the message names the file that is wanted
   */
  public Path file(Path directory, Split split) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + ": there is no such directory");
    }
    Optional<Path> found = findFile(directory, split);
    if (found.isPresent()) {
      return found.get();
    }
    List<String> wanted = files.names(split);
    String part = Map.of(Split.TRAIN, "training", Split.DEV, "dev", Split.TEST, "test").get(split);
    throw new IOException(
        wanted.isEmpty()
            ? "the data of " + name + " have no " + part + " file; name one"
            : directory
                + ": no "
                + part
                + " file of "
                + name
                + "; wanted is "
                + String.join(" or ", wanted));
  }
}
