package io.github.koelectra.core;

import io.github.koelectra.core.TokenClassification.Tagging;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the labels of a token classifier say: of which type an entity is, and where in it a token
 * stands. Immutable.
 *
 * <p>A tag is a letter and a dash before a type ({@code B-PER}) or a dash and a letter behind it
 * ({@code PER-B}). B and I are tag letters; another one (E, L, M, S, U, W) is one if some type has
 * it and B or I too, so {@code E-MAIL} is a name unless there is a {@code B-MAIL}. A model has tags
 * on the side where a type has both B and I, or more than half of all labels have a tag; on the
 * side of more such types if both sides do, then of more tags, then before. Otherwise labels are
 * plain. Only that dash is looked at: other dashes belong to names, and what has no tag is a plain
 * label.
 */
final class TagScheme {
  private static final Map<Character, Position> LETTERS =
      Map.of(
          'B', Position.BEGIN,
          'I', Position.INSIDE,
          'M', Position.INSIDE,
          'E', Position.END,
          'L', Position.END,
          'S', Position.SINGLE,
          'U', Position.SINGLE,
          'W', Position.SINGLE);

  /** Labels of what is no entity, in upper case; JointBERT and others train on special tokens. */
  private static final Set<String> NOTHING =
      Set.of(
          "", "O", "-", "_", "[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]", "<PAD>", "PAD", "UNK");

  private final Tagging tagging;
  private final List<Tag> tags;

  private TagScheme(Tagging tagging, List<Tag> tags) {
    this.tagging = tagging;
    this.tags = tags;
  }

  /** Where in an entity a token stands. */
  enum Position {
    OUTSIDE,
    BEGIN,
    INSIDE,
    END,
    SINGLE;

    boolean begins() {
      return this == BEGIN || this == SINGLE;
    }
  }

  /**
   * What a label says.
   *
   * @param type the label without its tag
   * @param position {@link Position#INSIDE} for plain labels, as in transformers
   */
  record Tag(String type, Position position) {}

  /** The scheme of a model's labels, which stand in the order of their ids. */
  static TagScheme of(List<String> labels, Optional<Tagging> chosen) {
    Tagging tagging = chosen.orElseGet(() -> recognised(labels));
    Side side = new Side(labels, tagging);
    return new TagScheme(tagging, labels.stream().map(side::tag).toList());
  }

  private static Tagging recognised(List<String> labels) {
    return Stream.of(Tagging.PREFIX, Tagging.SUFFIX)
        .map(tagging -> new Side(labels, tagging))
        .filter(Side::isUsed)
        .max(
            Comparator.comparingLong(Side::pairs)
                .thenComparingLong(Side::tagged)
                .thenComparing(side -> side.tagging == Tagging.PREFIX))
        .map(side -> side.tagging)
        .orElse(Tagging.PLAIN);
  }

  /** Labels looked at with their tags on one side. */
  private static final class Side {
    private final List<String> labels;
    private final Tagging tagging;
    private final Map<String, Set<Character>> lettersOfTypes = new HashMap<>();
    private final Set<Character> letters = new HashSet<>(Set.of('B', 'I'));

    Side(List<String> labels, Tagging tagging) {
      this.labels = labels.stream().filter(label -> !isNothing(label)).toList();
      this.tagging = tagging;
      for (String label : this.labels) {
        letter(label)
            .ifPresent(
                letter ->
                    lettersOfTypes.computeIfAbsent(type(label), t -> new HashSet<>()).add(letter));
      }
      for (Set<Character> together : lettersOfTypes.values()) {
        if (together.contains('B') || together.contains('I')) {
          letters.addAll(together);
        }
      }
    }

    private Optional<Character> letter(String label) {
      int length = label.length();
      boolean dash =
          switch (tagging) {
            case PREFIX -> length > 2 && label.charAt(1) == '-';
            case SUFFIX -> length > 2 && label.charAt(length - 2) == '-';
            case PLAIN -> false;
          };
      return dash
          ? Optional.of(label.charAt(tagging == Tagging.PREFIX ? 0 : length - 1))
              .map(Character::toUpperCase)
              .filter(LETTERS::containsKey)
          : Optional.empty();
    }

    private String type(String label) {
      return tagging == Tagging.PREFIX
          ? label.substring(2)
          : label.substring(0, label.length() - 2);
    }

    /** How many types have both a B and an I. */
    long pairs() {
      return lettersOfTypes.values().stream()
          .filter(together -> together.contains('B') && together.contains('I'))
          .count();
    }

    /** How many labels have a tag. */
    long tagged() {
      return labels.stream()
          .filter(label -> letter(label).filter(letters::contains).isPresent())
          .count();
    }

    boolean isUsed() {
      return pairs() > 0 || 2 * tagged() > labels.size();
    }

    Tag tag(String label) {
      return isNothing(label)
          ? new Tag(label, Position.OUTSIDE)
          : letter(label)
              .filter(letters::contains)
              .map(letter -> new Tag(type(label), LETTERS.get(letter)))
              .orElse(new Tag(label, Position.INSIDE));
    }
  }

  private static boolean isNothing(String label) {
    return NOTHING.contains(label.toUpperCase(Locale.ROOT));
  }

  /** What the label of an id says. */
  Tag tag(int id) {
    return tags.get(id);
  }

  /** The number of labels. */
  int labels() {
    return tags.size();
  }

  /** Whether labels say that an entity begins: plain ones do not. */
  boolean tellsBegins() {
    return tagging != Tagging.PLAIN;
  }

  /** Which side tags are on. */
  Tagging tagging() {
    return tagging;
  }

  /** The types of entities, in the order of their first labels. */
  List<String> types() {
    return tags.stream()
        .filter(tag -> tag.position() != Position.OUTSIDE)
        .map(Tag::type)
        .distinct()
        .toList();
  }
}
