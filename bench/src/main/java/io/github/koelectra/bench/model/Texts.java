package io.github.koelectra.bench.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Texts as token ids, of the lengths that count and of random ids: what a word means costs nothing.
 *
 * @param ids per text its ids
 */
public record Texts(int[][] ids) {
  /** The name of the batch of the lengths of comments. */
  public static final String MIXED = "mixed";

  /** The name of the batch of the lengths of reviews of films (NSMC), in KoELECTRA v3's tokens. */
  public static final String REVIEWS = "reviews";

  private static final int CLASSIFIER = 2;
  private static final int SEPARATOR = 3;
  private static final int FIRST_WORD = 5;
  private static final Map<String, String> LENGTHS =
      Map.of(MIXED, "comment-lengths.txt", REVIEWS, "review-lengths.txt");

  /**
   * Texts of the lengths {@code point} says: {@code 8x128} is 8 texts of 128 tokens, {@code mixed}
   * 64 of the lengths of real comments and {@code reviews} 64 of those of real reviews.
   */
  public static Texts of(String point, int vocabSize) {
    SplittableRandom random = new SplittableRandom(point.hashCode());
    return new Texts(
        IntStream.of(lengths(point))
            .mapToObj(n -> text(random, n, vocabSize))
            .toArray(int[][]::new));
  }

  /** The lengths of a point. */
  static int[] lengths(String point) {
    if (LENGTHS.containsKey(point)) {
      return realLengths(LENGTHS.get(point));
    }
    String[] parts = point.split("x", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          point + " is no point: write mixed, reviews or, say, 8x128");
    }
    int[] lengths = new int[Integer.parseInt(parts[0])];
    Arrays.fill(lengths, Integer.parseInt(parts[1]));
    return lengths;
  }

  private static int[] realLengths(String file) {
    try (InputStream in = Texts.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return Stream.of(text.strip().split("\\s+")).mapToInt(Integer::parseInt).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] text(SplittableRandom random, int length, int vocabSize) {
    int[] ids = random.ints(length, FIRST_WORD, vocabSize).toArray();
    ids[0] = CLASSIFIER;
    ids[length - 1] = SEPARATOR;
    return ids;
  }

  /** The number of texts. */
  public int size() {
    return ids.length;
  }

  /** The length of each text. */
  public int[] lengths() {
    return Arrays.stream(ids).mapToInt(text -> text.length).toArray();
  }

  /** The length of the longest text. */
  int longest() {
    return Arrays.stream(lengths()).max().orElse(0);
  }

  /** Each text alone. */
  Stream<Texts> apart() {
    return Arrays.stream(ids).map(text -> new Texts(new int[][] {text}));
  }

  /** The ids {@code [texts, longest]}, filled up with the padding token 0. */
  long[] padded() {
    return table((text, p) -> p < text.length ? text[p] : 0);
  }

  /** 1 for tokens, 0 for padding, {@code [texts, longest]}. */
  long[] mask() {
    return table((text, p) -> p < text.length ? 1 : 0);
  }

  private interface Cell {
    long value(int[] text, int position);
  }

  private long[] table(Cell cell) {
    int width = longest();
    long[] values = new long[ids.length * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = cell.value(ids[i / width], i % width);
    }
    return values;
  }

  /** The values {@code [texts, longest]} without those of padding, one text behind the other. */
  float[] unpadded(float[] values) {
    int width = longest();
    float[] packed = new float[Arrays.stream(lengths()).sum()];
    int at = 0;
    for (int row = 0; row < ids.length; row++) {
      System.arraycopy(values, row * width, packed, at, ids[row].length);
      at += ids[row].length;
    }
    return packed;
  }
}
