package io.github.koelectra.core;

import io.github.koelectra.core.TokenClassification.Entity;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * How entities are replaced in a text. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * Redaction names = Redaction.pseudonym(key).only("PER");
 * Redacted redacted = ner.redact("홍길동은 제주도에 갔다", names);
 * System.out.println(redacted.text()); // PER_05d4a5a18d2d5ab9은 제주도에 갔다
 * }</pre>
 *
 * <p>A model may miss an entity: what is redacted is what it found.
 *
 * @param style what stands in place of an entity
 * @param types the types of entities that are replaced; empty: all
 */
public record Redaction(Style style, Set<String> types) {
  /** Copies the types. */
  public Redaction {
    types = Set.copyOf(types);
  }

  /** What stands in place of an entity. */
  public sealed interface Style {
    /** Its type in brackets: {@code [PER]}. */
    record Mark() implements Style {}

    /**
     * The same for every entity.
     *
     * @param mask what stands there, such as {@code ***}; may be empty
     */
    record Mask(String mask) implements Style {}

    /**
     * Something for every character that a reader sees (grapheme cluster), spaces too.
     *
     * @param mask what stands for each, such as {@code *}
     */
    record MaskEach(String mask) implements Style {}

    /**
     * The type, {@code _} and 16 hexadecimal digits, the same for the same entity in all texts: the
     * first 64 bits of HMAC-SHA-256 of the entity's text in Unicode form NFC and UTF-8 (lone
     * surrogates as ?). Of a million different names two get one pseudonym with a probability below
     * 3e-8. Who has the key can try names, so it must be kept secret; without it a pseudonym says
     * nothing but its type.
     *
     * @param key any key for HMAC-SHA-256
     */
    record Pseudonym(SecretKey key) implements Style {}
  }

  private static final int LEAST_KEY = 16;
  private static final int DIGITS = 16;
  private static final String HMAC = "HmacSHA256";
  private static final Pattern CHARACTER = Pattern.compile("\\X");

  /** Entities become marks: {@code [PER]}. */
  public static Redaction mark() {
    return new Redaction(new Style.Mark(), Set.of());
  }

  /** Entities become this, whatever they are. */
  public static Redaction mask(String mask) {
    return new Redaction(new Style.Mask(mask), Set.of());
  }

  /** Every character of entities becomes this. */
  public static Redaction maskEach(String mask) {
    return new Redaction(new Style.MaskEach(mask), Set.of());
  }

  /**
   * Entities become pseudonyms.
   *
   * @param key a secret of at least 16 bytes, best 32 random ones; it is copied
   * @throws IllegalArgumentException if it is shorter
   */
  public static Redaction pseudonym(byte[] key) {
    if (key.length < LEAST_KEY) {
      throw new IllegalArgumentException(
          "a key for pseudonyms needs at least "
              + LEAST_KEY
              + " bytes, not "
              + key.length
              + "; take 32 random ones");
    }
    return new Redaction(new Style.Pseudonym(new SecretKeySpec(key, HMAC)), Set.of());
  }

  /** The same for entities of these types only. */
  public Redaction only(String... chosen) {
    return new Redaction(style, Set.copyOf(List.of(chosen)));
  }

  /**
   * A text without its entities.
   *
   * @param text what is left
   * @param replacements what was replaced, in order
   * @param truncated whether the end of the text was not looked at; entities there are still in it
   */
  public record Redacted(String text, List<Replacement> replacements, boolean truncated) {
    /** Copies the replacements. */
    public Redacted {
      replacements = List.copyOf(replacements);
    }
  }

  /**
   * A replaced entity. It holds nothing of the entity's text.
   *
   * @param label its type
   * @param score its score
   * @param replacement what stands in its place
   * @param begin where it began in the given text, in chars
   * @param end where it ended there
   * @param redactedBegin where its replacement begins in the redacted text, in chars
   * @param redactedEnd where it ends there
   */
  public record Replacement(
      String label,
      double score,
      String replacement,
      int begin,
      int end,
      int redactedBegin,
      int redactedEnd) {}

  /**
   * Replaces entities of a text, whoever found them. Of entities that overlap, all characters are
   * replaced once, as one entity with the type of the longest, then surest, then first.
   *
   * @throws IndexOutOfBoundsException if one is not inside the text
   */
  public Redacted apply(String text, List<Entity> entities) {
    return apply(text, entities, false);
  }

  Redacted apply(String text, List<Entity> entities, boolean truncated) {
    StringBuilder redacted = new StringBuilder();
    List<Replacement> replacements = new ArrayList<>();
    int at = 0;
    for (Entity entity : apart(chosen(entities))) {
      redacted.append(text, at, entity.begin());
      String source = text.substring(entity.begin(), entity.end());
      String replacement = replacement(entity.label(), source);
      int begin = redacted.length();
      redacted.append(replacement);
      at = entity.end();
      replacements.add(
          new Replacement(
              entity.label(),
              entity.score(),
              replacement,
              entity.begin(),
              at,
              begin,
              redacted.length()));
    }
    redacted.append(text, at, text.length());
    return new Redacted(redacted.toString(), replacements, truncated);
  }

  private List<Entity> chosen(List<Entity> entities) {
    return entities.stream()
        .filter(entity -> types.isEmpty() || types.contains(entity.label()))
        .sorted(Comparator.comparingInt(Entity::begin))
        .toList();
  }

  /** Entities in order, those that overlap made one. */
  private static List<Entity> apart(List<Entity> sorted) {
    List<Entity> apart = new ArrayList<>();
    List<Entity> together = new ArrayList<>();
    int end = 0;
    for (Entity entity : sorted) {
      if (!together.isEmpty() && entity.begin() >= end) {
        apart.add(union(together, end));
        together.clear();
      }
      together.add(entity);
      end = Math.max(end, entity.end());
    }
    if (!together.isEmpty()) {
      apart.add(union(together, end));
    }
    return apart;
  }

  private static Entity union(List<Entity> together, int end) {
    Entity first = together.getFirst();
    Entity best = first;
    for (Entity entity : together) {
      int longer = (entity.end() - entity.begin()) - (best.end() - best.begin());
      if (longer > 0 || (longer == 0 && entity.score() > best.score())) {
        best = entity;
      }
    }
    return new Entity(best.label(), best.score(), best.word(), first.begin(), end);
  }

  private String replacement(String label, String source) {
    return switch (style) {
      case Style.Mark() -> "[" + label + "]";
      case Style.Mask(String mask) -> mask;
      case Style.MaskEach(String mask) ->
          mask.repeat(Math.toIntExact(CHARACTER.matcher(source).results().count()));
      case Style.Pseudonym(SecretKey key) -> label + "_" + digits(key, source);
    };
  }

  private static String digits(SecretKey key, String source) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      String composed = Normalizer.normalize(source, Normalizer.Form.NFC);
      byte[] hash = mac.doFinal(composed.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGITS / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("the key does not fit " + HMAC + ": " + e.getMessage(), e);
    }
  }

  /** Refuses types that a model does not know, which would otherwise stay in the text unseen. */
  void check(List<String> known) {
    for (String type : types) {
      if (!known.contains(type)) {
        throw new IllegalArgumentException(
            "the model knows no entities of type '" + type + "'; it knows " + known);
      }
    }
  }
}
