package io.github.koelectra.train.pretrain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Documents of several lines, with empty lines between them, as google-research/electra makes
 * sequences of them: lines are gathered until they have as many tokens as wanted, then put into two
 * segments, the first of about half the length. One in ten sequences has one segment only, and one
 * in twenty is gathered to a shorter length. What is too long is cut off.
 */
final class SegmentPairs implements Source<TokenSequence> {
  private static final double ONE_SEGMENT = 0.1;
  private static final double SHORTER = 0.05;
  private static final int SHORTEST = 5;

  private final Source<String> lines;
  private final Pieces pieces;
  private final Draws draws;
  private final int maxLength;
  private int wanted;

  /** Of {@code lines} with the empty ones among them. */
  SegmentPairs(Source<String> lines, Pieces pieces, Draws draws) {
    this.lines = lines;
    this.pieces = pieces;
    this.draws = draws;
    this.maxLength = pieces.maxLength();
    this.wanted = maxLength;
  }

  @Override
  public Optional<TokenSequence> next() throws IOException {
    List<int[]> sentences = new ArrayList<>();
    int tokens = 0;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      boolean ends = line.get().isBlank();
      if (!ends) {
        int[] sentence = pieces.of(line.get());
        tokens += sentence.length;
        sentences.add(sentence);
      }
      if (tokens >= wanted || (ends && tokens > 0)) {
        return Optional.of(sequence(sentences));
      }
    }
    return tokens > 0 ? Optional.of(sequence(sentences)) : Optional.empty();
  }

  private TokenSequence sequence(List<int[]> sentences) {
    int half = draws.chance(ONE_SEGMENT) ? Integer.MAX_VALUE : (wanted - 3) / 2;
    IntStream.Builder first = IntStream.builder();
    IntStream.Builder second = IntStream.builder();
    int firstSize = 0;
    boolean secondBegun = false;
    for (int[] sentence : sentences) {
      boolean fits = firstSize == 0 || firstSize + sentence.length < half;
      if (fits || (!secondBegun && firstSize < half && draws.chance(0.5))) {
        Arrays.stream(sentence).forEach(first);
        firstSize += sentence.length;
      } else {
        Arrays.stream(sentence).forEach(second);
        secondBegun = true;
      }
    }
    wanted = draws.chance(SHORTER) ? SHORTEST + draws.below(maxLength - SHORTEST + 1) : maxLength;
    return cut(first.build().toArray(), second.build().toArray());
  }

  private TokenSequence cut(int[] first, int[] second) {
    int[] begin = Arrays.copyOf(first, Math.min(first.length, maxLength - 2));
    int room = Math.max(0, maxLength - begin.length - 3);
    return room == 0 || second.length == 0
        ? pieces.single(begin)
        : pieces.pair(begin, Arrays.copyOf(second, Math.min(second.length, room)));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
