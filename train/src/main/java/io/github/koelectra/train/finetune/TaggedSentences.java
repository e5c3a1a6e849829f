package io.github.koelectra.train.finetune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads sentences with a tag for each word: a sentence per line, its words and behind a tab its
 * tags, separated by spaces, as the Naver NER corpus has them; or CoNLL's form, a word per line
 * with its tag in the last column, and an empty line between sentences. A file is of the first form
 * if one of its lines has a space behind a tab.
 */
final class TaggedSentences {
  /** What CoNLL 2003 writes between documents. */
  private static final String DOCUMENT = "-DOCSTART-";

  private TaggedSentences() {}

  /** Which form a file has. */
  enum Form {
    /** Words, a tab, tags. */
    LINES,
    /** A word and its tag per line. */
    CONLL
  }

  /** A line of the file. */
  private record Line(int number, String text) {}

  /**
   * Reads all sentences.
   *
   * @param form the form, or none for the one the file looks like
   * @throws IOException if the file cannot be read, or a row is broken; the message says which
   */
  static List<Row> read(Path file, Optional<Form> form) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (Utf8Lines in = Utf8Lines.open(file)) {
      for (var line = in.next(); line.isPresent(); line = in.next()) {
        lines.add(new Line(in.number(), line.get()));
      }
    }
    return form.orElseGet(() -> form(lines)) == Form.LINES
        ? sentences(file, lines)
        : conll(file, lines);
  }

  private static Form form(List<Line> lines) {
    return lines.stream().anyMatch(line -> hasSpaceBehindTab(line.text.strip()))
        ? Form.LINES
        : Form.CONLL;
  }

  private static boolean hasSpaceBehindTab(String line) {
    int tab = line.indexOf('\t');
    return tab > 0 && line.indexOf(' ', tab) > 0;
  }

  private static List<Row> sentences(Path file, List<Line> lines) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Line line : lines) {
      if (line.text.isBlank()) {
        continue;
      }
      String[] fields = line.text.split("\t", -1);
      if (fields.length != 2) {
        throw Utf8Lines.broken(
            file,
            line.number,
            "a row is words, a tab, and tags, but has " + fields.length + " columns");
      }
      List<String> words = parts(fields[0]);
      List<String> tags = parts(fields[1]);
      if (words.size() != tags.size() || words.isEmpty()) {
        throw Utf8Lines.broken(
            file,
            line.number,
            "the row has " + words.size() + " words, but " + tags.size() + " tags");
      }
      rows.add(new Row.Words(line.number, words, tags));
    }
    return rows;
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split(" ", -1)).filter(part -> !part.isEmpty()).toList();
  }

  private static List<Row> conll(Path file, List<Line> lines) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> words = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    int first = 0;
    for (Line line : lines) {
      if (line.text.isBlank()) {
        add(rows, first, words, tags);
      } else if (!line.text.startsWith(DOCUMENT)) {
        String[] fields = line.text.strip().split(line.text.contains("\t") ? "\t" : " +", -1);
        if (fields.length < 2) {
          throw Utf8Lines.broken(
              file, line.number, "a row is a word and its tag, but this one has no tag");
        }
        first = words.isEmpty() ? line.number : first;
        words.add(fields[0]);
        tags.add(fields[fields.length - 1]);
      }
    }
    add(rows, first, words, tags);
    return rows;
  }

  /** Adds the sentence at hand, if there is one. */
  private static void add(List<Row> rows, int line, List<String> words, List<String> tags) {
    if (!words.isEmpty()) {
      rows.add(new Row.Words(line, List.copyOf(words), List.copyOf(tags)));
      words.clear();
      tags.clear();
    }
  }
}
