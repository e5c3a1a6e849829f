package io.github.koelectra.core;

import io.github.koelectra.core.TagScheme.Position;
import io.github.koelectra.core.TagScheme.Tag;
import io.github.koelectra.core.TokenClassification.Entity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entities of Korean text, as {@link TokenClassification.Aggregation#WORD} says. Immutable.
 *
 * <p>A piece is of the type with the greatest sum of its labels' probabilities, and begins an
 * entity if the best of these labels does. {@link Walk#goesOn} says which pieces are one entity.
 */
final class WordEntities {
  private static final int NOTHING = 0;

  private final TagScheme scheme;
  private final List<String> types;

  /** The type of each label, {@link #NOTHING} if it is none. */
  private final int[] typeOfLabel;

  WordEntities(TagScheme scheme) {
    this.scheme = scheme;
    types = scheme.types();
    typeOfLabel = new int[scheme.labels()];
    Arrays.setAll(
        typeOfLabel,
        label -> {
          Tag tag = scheme.tag(label);
          return tag.position() == Position.OUTSIDE ? NOTHING : 1 + types.indexOf(tag.type());
        });
  }

  /**
   * A piece with its type.
   *
   * @param scores the probabilities of the types
   * @param eojeol the number of what stands between spaces
   */
  private record Typed(Piece piece, int type, boolean begins, double[] scores, int eojeol) {
    boolean isOfOneWord(Typed other) {
      return piece.wordId() == other.piece.wordId();
    }
  }

  /**
   * The entities of a text, their words cut out of it.
   *
   * @param text the text that was read
   */
  List<Entity> of(List<Piece> pieces, String text) {
    return new Walk(typed(pieces, text)).entities(text);
  }

  private List<Typed> typed(List<Piece> pieces, String text) {
    List<Typed> typed = new ArrayList<>(pieces.size());
    int eojeol = 0;
    int before = 0;
    for (Piece piece : pieces) {
      if (piece.begin() > before && hasSpace(text.substring(before, piece.begin()))) {
        eojeol++;
      }
      before = piece.end();
      typed.add(typed(piece, eojeol));
    }
    return typed;
  }

  private static boolean hasSpace(String gap) {
    return gap.chars().anyMatch(Letters::white);
  }

  private Typed typed(Piece piece, int eojeol) {
    double[] scores = new double[1 + types.size()];
    for (int label = 0; label < typeOfLabel.length; label++) {
      scores[typeOfLabel[label]] += piece.scores()[label];
    }
    int type = Piece.greatest(scores);
    boolean begins = type != NOTHING && scheme.tag(bestLabel(piece, type)).position().begins();
    return new Typed(piece, type, begins, scores, eojeol);
  }

  private int bestLabel(Piece piece, int type) {
    int best = -1;
    for (int label = 0; label < typeOfLabel.length; label++) {
      if (typeOfLabel[label] == type
          && (best < 0 || piece.scores()[label] > piece.scores()[best])) {
        best = label;
      }
    }
    return best;
  }

  /** One walk over the pieces of one text. */
  private final class Walk {
    private final List<Typed> pieces;

    /** The pieces of the entity at hand that have a type; empty before the first. */
    private final List<Typed> own = new ArrayList<>();

    /** The sums of its pieces' scores by type. */
    private final double[] sums = new double[1 + types.size()];

    /** Which types its pieces have. */
    private final boolean[] had = new boolean[1 + types.size()];

    /** The index of its last piece. */
    private int last;

    /** Of the types its pieces have, the one with the greatest sum. */
    private int type;

    Walk(List<Typed> pieces) {
      this.pieces = pieces;
    }

    List<Entity> entities(String text) {
      List<Entity> entities = new ArrayList<>();
      for (int at = 0; at < pieces.size(); at++) {
        if (pieces.get(at).type != NOTHING) {
          if (!own.isEmpty() && !goesOn(at)) {
            entities.add(take(text));
          }
          add(at);
        }
      }
      if (!own.isEmpty()) {
        entities.add(take(text));
      }
      return entities;
    }

    /** Whether the typed piece {@code at} belongs to the entity at hand. */
    private boolean goesOn(int at) {
      Typed before = pieces.get(last);
      Typed piece = pieces.get(at);
      boolean same = piece.type == type;
      boolean inWord = piece.isOfOneWord(before);
      boolean tells = scheme.tellsBegins();
      if (at == last + 1) {
        return same ? inWord || !piece.begins : inWord && tells && !piece.begins;
      }
      if (!same || piece.begins) {
        return false;
      }
      if (piece.eojeol == before.eojeol) {
        return at == last + 2 && (inWord || tells);
      }
      // All between them are the rest of a word, so this one is the first of the next eojeol.
      return tells && pieces.get(at - 1).isOfOneWord(before);
    }

    private void add(int at) {
      Typed piece = pieces.get(at);
      own.add(piece);
      last = at;
      had[piece.type] = true;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += piece.scores[i];
      }
      type = NOTHING;
      for (int i = 1; i < sums.length; i++) {
        type = had[i] && (type == NOTHING || sums[i] > sums[type]) ? i : type;
      }
    }

    /** Ends the entity at hand. */
    private Entity take(String text) {
      int begin = own.getFirst().piece.begin();
      int end = own.getLast().piece.end();
      double score = sums[type] / own.size();
      own.clear();
      Arrays.fill(sums, 0);
      Arrays.fill(had, false);
      return new Entity(types.get(type - 1), score, text.substring(begin, end), begin, end);
    }
  }
}
