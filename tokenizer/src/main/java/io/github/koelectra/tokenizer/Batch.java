package io.github.koelectra.tokenizer;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Many texts on all processors. What a thread takes is so many chars, not a text. */
final class Batch {
  /** So many chars that handing them over costs next to nothing. */
  private static final int CHUNK = 1 << 13;

  /** What a text costs besides its chars, in chars. */
  private static final int CALL = 8;

  private final Encode encode;
  private final Encoding[] encodings;

  /** What the texts of a chunk are tokenized in, one after the other. */
  record Scratch(Sequence first, Sequence second) {
    Scratch() {
      this(new Sequence(), new Sequence());
    }
  }

  /** Encodes the text, or the pair, at an index; of the scratch nothing is kept. */
  @FunctionalInterface
  interface Encode {
    Encoding encode(int index, Scratch scratch);
  }

  private Batch(int size, Encode encode) {
    this.encode = encode;
    encodings = new Encoding[size];
  }

  /**
   * Encodes by index, in parallel if it is worth it. Throws what the first failing chunk threw.
   *
   * @param chars how many chars there are to encode at an index
   */
  static List<Encoding> encode(int size, IntUnaryOperator chars, Encode encode) {
    Batch batch = new Batch(size, encode);
    int[] ends = chunkEnds(size, chars);
    IntStream chunks = IntStream.range(0, ends.length);
    boolean parallel = ends.length > 1 && Runtime.getRuntime().availableProcessors() > 1;
    (parallel ? chunks.parallel() : chunks)
        .mapToObj(i -> batch.chunk(i == 0 ? 0 : ends[i - 1], ends[i]))
        .toList()
        .forEach(failure -> failure.ifPresent(Batch::rethrow));
    return List.of(batch.encodings);
  }

  private static int[] chunkEnds(int size, IntUnaryOperator chars) {
    IntStream.Builder ends = IntStream.builder();
    long taken = 0;
    for (int i = 0; i < size; i++) {
      taken += CALL + chars.applyAsInt(i);
      if (taken >= CHUNK || i + 1 == size) {
        ends.add(i + 1);
        taken = 0;
      }
    }
    return ends.build().toArray();
  }

  private Optional<RuntimeException> chunk(int begin, int end) {
    try {
      Scratch scratch = new Scratch();
      for (int i = begin; i < end; i++) {
        encodings[i] = encode.encode(i, scratch);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  private static void rethrow(RuntimeException failure) {
    throw failure;
  }
}
