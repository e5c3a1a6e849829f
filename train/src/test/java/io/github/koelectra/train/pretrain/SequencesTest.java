package io.github.koelectra.train.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.train.pretrain.Draws.Purpose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequencesTest {
  private static final int CLS = 2;
  private static final int SEP = 3;

  private final Pieces pieces = new Pieces(SampleText.tokenizer(), 32);

  /** A list as something that comes out of files. */
  private record Listed<T>(Iterator<T> iterator) implements Source<T> {
    static <T> Source<T> of(List<T> list) {
      return new Listed<>(list.iterator());
    }

    @Override
    public Optional<T> next() {
      return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }

    @Override
    public void close() {}
  }

  private static List<TokenSequence> all(Sequences sequences) throws IOException {
    List<TokenSequence> found = new ArrayList<>();
    Optional<TokenSequence> next = sequences.next(0);
    while (next.isPresent()) {
      found.add(next.get());
      next = sequences.next(found.size());
    }
    return found;
  }

  private static List<String> texts(SplittableRandom random, int count, int longest) {
    List<String> texts = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      texts.add(SampleText.sentence(random, 1, longest));
    }
    return texts;
  }

  private int[] tokens(List<String> texts) {
    return texts.stream().flatMapToInt(text -> Arrays.stream(pieces.of(text))).toArray();
  }

  private static int[] withoutSpecial(List<TokenSequence> sequences) {
    return sequences.stream()
        .flatMapToInt(s -> Arrays.stream(s.inputIds()))
        .filter(id -> id != CLS && id != SEP)
        .toArray();
  }

  private static void assertFramed(TokenSequence sequence) {
    int[] ids = sequence.inputIds();
    assertEquals(ids.length, sequence.tokenTypeIds().length);
    assertTrue(ids.length >= 3 && ids.length <= 32, ids.length + " tokens");
    assertEquals(CLS, ids[0]);
    assertEquals(SEP, ids[ids.length - 1]);
    assertEquals(1, Arrays.stream(ids).filter(id -> id == CLS).count());
  }

  @Test
  void packedTextsLoseNothingAndFillTheirSequences() throws IOException {
    SplittableRandom random = RandomCases.of("packedTextsLoseNothing");
    List<String> texts = texts(random, 300, 12);
    texts.add(150, SampleText.sentence(random, 100, 100));
    List<TokenSequence> packed = all(new PackedTexts(Listed.of(texts), pieces));
    packed.forEach(SequencesTest::assertFramed);
    assertArrayEquals(tokens(texts), withoutSpecial(packed));
    for (int s = 0; s + 1 < packed.size(); s++) {
      int[] next = packed.get(s + 1).inputIds();
      int firstText =
          IntStream.range(1, next.length).filter(i -> next[i] == SEP).findFirst().orElseThrow();
      assertTrue(packed.get(s).size() + firstText > 32, "sequence " + s + " had room");
      assertEquals(0, Arrays.stream(packed.get(s).tokenTypeIds()).sum());
    }
    long separators =
        packed.stream()
            .flatMapToInt(s -> Arrays.stream(s.inputIds()))
            .filter(i -> i == SEP)
            .count();
    assertEquals(301 + 3, separators); // 100 words need four sequences of 30.
  }

  @Test
  void aTextIsASequenceAndALongOneAStretch() throws IOException {
    SplittableRandom random = RandomCases.of("aTextIsASequence");
    String longText = SampleText.sentence(random, 100, 100);
    List<String> texts = List.of("나무 바람", "\u200b", "[MASK] [SEP]", longText, longText, longText);
    List<TokenSequence> found = all(new SingleTexts(Listed.of(texts), pieces, random.nextLong()));
    found.forEach(SequencesTest::assertFramed);
    assertArrayEquals(new int[] {CLS, 5, 6, SEP}, found.get(0).inputIds());
    assertArrayEquals(new int[] {CLS, 1, SEP}, found.get(1).inputIds());
    assertArrayEquals(new int[] {CLS, 1, SEP}, found.get(2).inputIds());
    String whole = Arrays.toString(pieces.of(longText));
    for (TokenSequence stretch : found.subList(3, 6)) {
      assertEquals(32, stretch.size());
      String part = Arrays.toString(Arrays.copyOfRange(stretch.inputIds(), 1, 31));
      assertTrue(whole.contains(part.substring(1, part.length() - 1)));
    }
    assertEquals(6, found.size());
    assertTrue(
        found.subList(3, 6).stream().map(s -> Arrays.toString(s.inputIds())).distinct().count()
            > 1);
  }

  private List<TokenSequence> pairs(List<String> lines, long seed) throws IOException {
    Draws draws = Draws.of(seed, Purpose.SEGMENTS, 0);
    return all(Sequences.of(new SegmentPairs(Listed.of(lines), pieces, draws)));
  }

  @Test
  void documentsBecomePairsOfNeighbours() throws IOException {
    SplittableRandom random = RandomCases.of("documentsBecomePairsOfNeighbours");
    List<String> lines = texts(random, 30_000, 4);
    List<TokenSequence> found = pairs(lines, random.nextLong());
    found.forEach(SequencesTest::assertFramed);
    int singles = 0;
    int shorter = 0;
    for (TokenSequence sequence : found) {
      int[] types = sequence.tokenTypeIds();
      int second = Arrays.stream(types).sum();
      singles += second == 0 ? 1 : 0;
      shorter += sequence.size() < 27 ? 1 : 0;
      int begin = types.length - second;
      assertTrue(second == 0 || sequence.inputIds()[begin - 1] == SEP);
      assertArrayEquals(types, Arrays.stream(types).sorted().toArray());
    }
    assertShare(0.1, 0.13, found.size(), singles);
    assertShare(0.03, 0.05, found.size(), shorter);
  }

  /**
   * Successes are more than five deviations below the one, and above the other, only by mistake.
   */
  private static void assertShare(double least, double most, int trials, int successes) {
    double deviation = 5 * Math.sqrt(trials * most * (1 - most));
    assertTrue(
        successes > trials * least - deviation && successes < trials * most + deviation,
        successes + " of " + trials);
  }

  @Test
  void documentsDoNotMix() throws IOException {
    List<String> lines = List.of("나무 바람", "구름", "", "학교 친구", " ", "\u200b", "", "도서관");
    List<TokenSequence> found = pairs(lines, 5);
    assertEquals(3, found.size());
    for (TokenSequence sequence : found) {
      assertFramed(sequence);
    }
    assertArrayEquals(tokens(List.of("나무 바람 구름")), withoutSpecial(found.subList(0, 1)));
    assertArrayEquals(tokens(List.of("학교 친구")), withoutSpecial(found.subList(1, 2)));
    assertArrayEquals(tokens(List.of("도서관")), withoutSpecial(found.subList(2, 3)));
  }
}
