package io.github.koelectra.core;

import io.github.koelectra.core.TagScheme.Tag;
import io.github.koelectra.core.TokenClassification.Aggregation;
import io.github.koelectra.core.TokenClassification.Entity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Entities as transformers' token-classification pipeline groups them (4.57.6, {@code
 * aggregate_words}, {@code group_entities}, {@code aggregate_overlapping_entities}), for any tag
 * scheme: S counts as B, E as I. Immutable.
 */
final class GroupedEntities {
  private final TagScheme scheme;
  private final Aggregation aggregation;
  private final Function<List<String>, String> decoder;

  GroupedEntities(
      TagScheme scheme, Aggregation aggregation, Function<List<String>, String> decoder) {
    this.scheme = scheme;
    this.aggregation = aggregation;
    this.decoder = decoder;
  }

  /** A token or a word with its label. */
  private record Labelled(int label, double score, String word, int begin, int end) {}

  /** The entities of a window, those without a type too. */
  List<Entity> of(List<Piece> pieces) {
    List<Labelled> labelled = aggregation == Aggregation.SIMPLE ? tokens(pieces) : words(pieces);
    List<Entity> entities = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= labelled.size(); i++) {
      if (i == labelled.size() || !goesOn(labelled.get(i - 1), labelled.get(i))) {
        entities.add(entity(labelled.subList(begin, i)));
        begin = i;
      }
    }
    return entities;
  }

  private static List<Labelled> tokens(List<Piece> pieces) {
    List<Labelled> tokens = new ArrayList<>(pieces.size());
    for (Piece piece : pieces) {
      int best = piece.best();
      tokens.add(
          new Labelled(best, piece.scores()[best], piece.word(), piece.begin(), piece.end()));
    }
    return tokens;
  }

  private List<Labelled> words(List<Piece> pieces) {
    List<Labelled> words = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= pieces.size(); i++) {
      if (i == pieces.size() || !pieces.get(i).subword()) {
        words.add(word(pieces.subList(begin, i)));
        begin = i;
      }
    }
    return words;
  }

  private Labelled word(List<Piece> pieces) {
    Piece first = pieces.getFirst();
    double[] scores =
        switch (aggregation) {
          case MAX -> surest(pieces).scores();
          case AVERAGE -> mean(pieces);
          default -> first.scores();
        };
    Piece whole =
        new Piece(
            first.index(),
            decoder.apply(pieces.stream().map(Piece::word).toList()),
            scores,
            first.begin(),
            pieces.getLast().end(),
            false,
            first.wordId());
    return tokens(List.of(whole)).getFirst();
  }

  private static Piece surest(List<Piece> pieces) {
    Piece surest = pieces.getFirst();
    for (Piece piece : pieces) {
      if (piece.scores()[piece.best()] > surest.scores()[surest.best()]) {
        surest = piece;
      }
    }
    return surest;
  }

  private static double[] mean(List<Piece> pieces) {
    double[] mean = new double[pieces.getFirst().scores().length];
    for (int label = 0; label < mean.length; label++) {
      for (Piece piece : pieces) {
        mean[label] += piece.scores()[label];
      }
      mean[label] /= pieces.size();
    }
    return mean;
  }

  private boolean goesOn(Labelled before, Labelled next) {
    Tag tag = scheme.tag(next.label);
    return tag.type().equals(scheme.tag(before.label).type()) && !tag.position().begins();
  }

  private Entity entity(List<Labelled> group) {
    return new Entity(
        scheme.tag(group.getFirst().label).type(),
        group.stream().mapToDouble(Labelled::score).average().orElseThrow(),
        decoder.apply(group.stream().map(Labelled::word).toList()),
        group.getFirst().begin,
        group.getLast().end);
  }

  /**
   * The entities of all windows of a text without those that overlap a longer one, or one as long
   * with a better score; lengths in code points.
   */
  static List<Entity> withoutOverlaps(List<Entity> ofAllWindows, String text) {
    List<Entity> sorted =
        ofAllWindows.stream().sorted(Comparator.comparingInt(Entity::begin)).toList();
    List<Entity> kept = new ArrayList<>();
    for (Entity entity : sorted) {
      if (kept.isEmpty() || entity.begin() >= kept.getLast().end()) {
        kept.add(entity);
      } else if (isBetter(entity, kept.getLast(), text)) {
        kept.set(kept.size() - 1, entity);
      }
    }
    return kept;
  }

  private static boolean isBetter(Entity entity, Entity other, String text) {
    int length = text.codePointCount(entity.begin(), entity.end());
    int otherLength = text.codePointCount(other.begin(), other.end());
    return length > otherLength || (length == otherLength && entity.score() > other.score());
  }
}
