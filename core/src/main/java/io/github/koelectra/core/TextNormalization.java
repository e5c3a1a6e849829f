package io.github.koelectra.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is done to a text before it is tokenized. Pipelines do nothing unless asked to, and whatever
 * is done, offsets in results still point into the text that was given.
 *
 * <pre>{@code
 * var options = InputOptions.of(LongInput.TRUNCATE)
 *     .withNormalization(TextNormalization.NFC.andThen(TextNormalization.COMMENTS));
 * }</pre>
 *
 * <p>Normalising takes time linear in the length of a text. Lone surrogates pass through unharmed.
 * Immutable and safe to share between threads.
 */
public final class TextNormalization {
  /** Nothing. */
  public static final TextNormalization NONE = new TextNormalization(List.of());

  /**
   * Canonical composition (Unicode Standard Annex 15, form C), for instance of Hangul in the file
   * names of macOS, which the vocabulary does not know as separate jamo.
   */
  public static final TextNormalization NFC =
      new TextNormalization(List.of(NormalizationStep.COMPOSITION));

  /**
   * Emoji in a row become one space: characters that are shown as emoji by default, those that a
   * variation selector or a skin tone makes emoji, flags, keycaps, and sequences of them that zero
   * width joiners hold together (Unicode Technical Standard 51). Symbols shown as text, such as a
   * bare ♥ or ™, stay.
   */
  public static final TextNormalization EMOJI =
      new TextNormalization(List.of(NormalizationStep.EMOJI));

  /**
   * Three or more of the same character in a row become two (ㅋㅋㅋㅋㅋ is read as ㅋㅋ, !!!! as !!), and
   * two or more characters of white space become one space. Digits stay, for 1000 is not 100, and
   * of Latin letters four are needed, for www and III are words. Repeated groups, such as ㅋㅎㅋㅎㅋㅎ,
   * stay.
   */
  public static final TextNormalization REPEATS =
      new TextNormalization(List.of(NormalizationStep.REPEATS));

  /** {@link #EMOJI}, then {@link #REPEATS}: for comments and chats. */
  public static final TextNormalization COMMENTS = EMOJI.andThen(REPEATS);

  private static final Map<String, TextNormalization> NAMED =
      new TreeMap<>(
          Map.of(
              "none", NONE, "nfc", NFC, "emoji", EMOJI, "repeats", REPEATS, "comments", COMMENTS));

  private final List<NormalizationStep> steps;

  private TextNormalization(List<NormalizationStep> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * The normalisation of that name: {@code none}, {@code nfc}, {@code emoji}, {@code repeats} or
   * {@code comments}; several with commas between them are done in their order.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static TextNormalization named(String name) {
    TextNormalization found = NONE;
    for (String part : name.split(",", -1)) {
      TextNormalization next = NAMED.get(part.strip());
      if (next == null) {
        throw new IllegalArgumentException(
            "unknown normalization \""
                + part.strip()
                + "\"; it must be one of "
                + String.join(", ", NAMED.keySet())
                + ", or several with commas between them");
      }
      found = found.andThen(next);
    }
    return found;
  }

  /** This, and then {@code next}. */
  public TextNormalization andThen(TextNormalization next) {
    List<NormalizationStep> all = new ArrayList<>(steps);
    all.addAll(next.steps);
    return new TextNormalization(all);
  }

  /** The text normalised. */
  public String apply(String text) {
    return Reading.of(text, this).read();
  }

  List<NormalizationStep> steps() {
    return steps;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextNormalization that && steps.equals(that.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  /** The names of what is done, as {@link #named} reads them. */
  @Override
  public String toString() {
    return steps.isEmpty()
        ? "none"
        : steps.stream().map(NormalizationStep::label).collect(Collectors.joining(","));
  }
}
