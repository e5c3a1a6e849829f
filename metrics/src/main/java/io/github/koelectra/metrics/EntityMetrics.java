package io.github.koelectra.metrics;

import io.github.koelectra.metrics.ClassificationMetrics.Average;
import io.github.koelectra.metrics.ClassificationMetrics.Counts;
import io.github.koelectra.metrics.ClassificationMetrics.PrecisionRecallF1;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Precision, recall and F1 of entities, as seqeval's default mode has them: an entity counts if its
 * type and both its ends are right. One begins at a {@code B} or {@code S}, and at an {@code I} or
 * {@code E} behind an {@code O}, another type, an {@code S}, an {@code E} or the beginning of a
 * row; it ends before the next beginning, {@code O} or change of type. Stateless and safe to share
 * between threads.
 */
public final class EntityMetrics {
  private EntityMetrics() {}

  /** Where a tag says what part of an entity a word is. */
  public enum TagStyle {
    /** Before the type: {@code B-PER}. */
    PREFIX,
    /** Behind the type: {@code PER-B}. */
    SUFFIX
  }

  /**
   * The scores of one type of entity.
   *
   * @param scores precision, recall and F1
   * @param support how many entities of the type there are
   */
  public record TypeScores(PrecisionRecallF1 scores, long support) {}

  /**
   * What seqeval reports.
   *
   * @param micro all entities together: what is called the entity F1
   * @param macro the mean over types; of no type, 0
   * @param weighted the mean over types, each as heavy as it has entities
   * @param types the scores by type, in the order of their names
   */
  public record Report(
      PrecisionRecallF1 micro,
      PrecisionRecallF1 macro,
      PrecisionRecallF1 weighted,
      SortedMap<String, TypeScores> types) {
    /** Copies the map. */
    public Report {
      types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    }
  }

  /** An entity of a row: its type, first and last word. */
  private record Entity(String type, int first, int last) {}

  /** A tag taken apart. */
  private record Tag(char part, String type) {
    static final Tag OUTSIDE = new Tag('O', "");

    static Tag of(String tag, TagStyle style) {
      if (tag.isEmpty()) {
        throw new IllegalArgumentException("a tag is empty");
      }
      int last = tag.length() - 1;
      return style == TagStyle.PREFIX
          ? new Tag(tag.charAt(0), behindDash(tag.substring(1)))
          : new Tag(tag.charAt(last), beforeDash(tag.substring(0, last)));
    }

    private static String behindDash(String rest) {
      String type = rest.substring(rest.indexOf('-') + 1);
      return type.isEmpty() ? "_" : type;
    }

    private static String beforeDash(String rest) {
      int dash = rest.lastIndexOf('-');
      String type = dash < 0 ? rest : rest.substring(0, dash);
      return type.isEmpty() ? "_" : type;
    }

    boolean outside() {
      return part == 'O';
    }

    /** Whether it ends an entity by itself. */
    private boolean closes() {
      return part == 'E' || part == 'S';
    }

    /** Whether an entity begins here behind {@code before}. */
    boolean beginsBehind(Tag before) {
      boolean goesOn = part == 'I' || part == 'E';
      return part == 'B'
          || part == 'S'
          || (goesOn && (before.closes() || before.outside()))
          || (!outside() && !before.type.equals(type));
    }

    /** Whether an entity of {@code before} ends before this tag. */
    boolean endsBefore(Tag before) {
      boolean parts = part == 'B' || part == 'S' || part == 'O';
      return before.closes()
          || (parts && (before.part == 'B' || before.part == 'I'))
          || (!before.outside() && !before.type.equals(type));
    }
  }

  /**
   * The scores of predicted tags.
   *
   * @param labels rows of tags
   * @param predictions as many rows of as many tags
   * @throws IllegalArgumentException if rows or their lengths differ, or a tag is empty
   */
  public static Report of(
      List<List<String>> labels, List<List<String>> predictions, TagStyle style) {
    if (labels.size() != predictions.size()) {
      throw new IllegalArgumentException(
          labels.size() + " rows of labels, but " + predictions.size() + " of predictions");
    }
    Map<String, Counts> counts = new TreeMap<>();
    for (int row = 0; row < labels.size(); row++) {
      int size = labels.get(row).size();
      if (size != predictions.get(row).size()) {
        throw new IllegalArgumentException(
            "row "
                + row
                + ": "
                + size
                + " labels, but "
                + predictions.get(row).size()
                + " predictions");
      }
      count(entities(labels.get(row), style), entities(predictions.get(row), style), counts);
    }
    SortedMap<String, TypeScores> types = new TreeMap<>();
    counts.forEach((type, c) -> types.put(type, new TypeScores(c.scores(), c.right)));
    return new Report(
        ClassificationMetrics.average(counts.values(), Average.MICRO),
        ClassificationMetrics.average(counts.values(), Average.MACRO),
        ClassificationMetrics.average(counts.values(), Average.WEIGHTED),
        types);
  }

  private static void count(
      List<Entity> labels, List<Entity> predictions, Map<String, Counts> counts) {
    Set<Entity> right = new HashSet<>(labels);
    for (Entity entity : labels) {
      counts.computeIfAbsent(entity.type, t -> new Counts()).right++;
    }
    for (Entity entity : predictions) {
      Counts own = counts.computeIfAbsent(entity.type, t -> new Counts());
      own.predicted++;
      own.both += right.contains(entity) ? 1 : 0;
    }
  }

  private static List<Entity> entities(List<String> row, TagStyle style) {
    List<Entity> entities = new ArrayList<>();
    Tag before = Tag.OUTSIDE;
    int begin = 0;
    for (int i = 0; i <= row.size(); i++) {
      Tag tag = i < row.size() ? Tag.of(row.get(i), style) : Tag.of("O", style);
      if (tag.endsBefore(before)) {
        entities.add(new Entity(before.type, begin, i - 1));
      }
      begin = tag.beginsBehind(before) ? i : begin;
      before = tag;
    }
    return entities;
  }
}
