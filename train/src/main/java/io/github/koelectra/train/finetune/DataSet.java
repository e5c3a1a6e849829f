package io.github.koelectra.train.finetune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** The rows of a file. Immutable and safe to share between threads. */
public final class DataSet {
  private final Path file;
  private final List<Row> rows;

  private DataSet(Path file, List<Row> rows) {
    this.file = file;
    this.rows = List.copyOf(rows);
  }

  /**
   * Reads a file: for texts a table with tabs and a header, or JSON lines if it ends in {@code
   * .jsonl}; for words {@code words<TAB>labels} or CoNLL's form; for answers the JSON of SQuAD 1.1.
   *
   * @throws IOException if it cannot be read, has no row, or one is broken: a sentence with the
   *     file, the line and what is wrong
   */
  public static DataSet read(FinetuneTask task, Path file) throws IOException {
    List<Row> rows =
        switch (task.head()) {
          case CLASSIFICATION, REGRESSION, MULTI_LABEL ->
              Tables.read(file, task.columns(), task.head());
          case TOKEN_CLASSIFICATION -> TaggedSentences.read(file, task.taggedForm());
          case QUESTION_ANSWERING -> SquadFile.read(file);
        };
    List<Row> kept =
        task.skipsEmptyTexts() ? rows.stream().filter(row -> !isEmpty(row)).toList() : rows;
    if (kept.isEmpty()) {
      throw new IOException(file + ": the file has no row to learn from");
    }
    return new DataSet(file, kept);
  }

  /**
   * A data set without some of its rows, and these.
   *
   * @param rest what is learnt from
   * @param heldOut what is not
   */
  public record Parts(DataSet rest, DataSet heldOut) {}

  /**
   * Holds rows out at random, as the seed decides; in both parts they keep their order. Questions
   * about one context stay together, so a little more than the share of them may be held out. At
   * least one row is, and at least one is not.
   *
   * @param share of the rows, above 0 and below 1
   * @throws IOException if there is one row alone, or one context
   * @throws IllegalArgumentException if the share is none
   */
  public Parts holdOut(double share, long seed) throws IOException {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a share is above 0 and below 1, not " + share);
    }
    HeldOutRows parts = new HeldOutRows(this);
    boolean[] held = parts.draw(share, seed);
    return new Parts(
        new DataSet(file, parts.those(held, false)), new DataSet(file, parts.those(held, true)));
  }

  private static boolean isEmpty(Row row) {
    return row instanceof Row.Text text
        && (text.text().isBlank() || text.pair().map(String::isBlank).orElse(false));
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** The number of texts, pairs, sentences or questions. */
  public int size() {
    return rows.size();
  }

  List<Row> rows() {
    return rows;
  }

  /** The labels that occur, sorted. */
  List<String> labels() throws IOException {
    TreeSet<String> labels = new TreeSet<>();
    for (Row row : rows) {
      switch (row) {
        case Row.Text text -> labels.addAll(text.labels());
        case Row.Words words -> labels.addAll(words.tags());
        case Row.Question question ->
            throw new IllegalStateException(question.id() + " has answers, not labels");
      }
    }
    if (labels.size() < 2) {
      throw new IOException(
          file
              + ": there is nothing to choose from, for "
              + (labels.isEmpty() ? "no row has a label" : "the only label is " + labels.first()));
    }
    return List.copyOf(labels);
  }
}
