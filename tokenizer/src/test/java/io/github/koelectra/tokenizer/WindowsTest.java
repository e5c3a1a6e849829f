package io.github.koelectra.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Truncation, overflowing windows, padding and batches. */
class WindowsTest {
  private static final EncodeOptions PLAIN = EncodeOptions.DEFAULT.withoutSpecialTokens();

  private static ElectraTokenizer tokenizer(String... pieces) {
    List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    tokens.addAll(List.of(pieces));
    return ElectraTokenizer.of(Vocabulary.of(tokens), TokenizerOptions.CASED);
  }

  private static ElectraTokenizer tokenizer() {
    return tokenizer("가", "##나", "가나", "한국", "##어", "a", "##b", "##c", "😀", ".", "國");
  }

  /** What a window of a text must tell, from the encoding of the whole text. */
  private static List<List<Integer>> window(EncodingFields whole, int begin, int end) {
    return List.of(
        whole.ids().subList(begin, end),
        whole.begins().subList(begin, end),
        whole.ends().subList(begin, end),
        whole.wordIds().subList(begin, end));
  }

  private static List<List<Integer>> inner(EncodingFields window, int added) {
    return window(window, added, window.ids().size() - added);
  }

  @Test
  void windowsAreThoseOfTheWholeText() {
    SplittableRandom random = RandomCases.of("windows");
    RandomTexts texts = new RandomTexts(random);
    ElectraTokenizer tokenizer = tokenizer();
    int cut = 0;
    for (int round = 0; round < 3000; round++) {
      String text = texts.next(40);
      EncodingFields whole = EncodingFields.of(tokenizer.encode(text, PLAIN));
      int added = random.nextInt(2);
      int room = random.nextInt(1, 12);
      int stride = random.nextInt(room);
      EncodeOptions options =
          (added == 0 ? PLAIN : EncodeOptions.DEFAULT)
              .withTruncation(
                  room + 2 * added,
                  random.nextBoolean() ? Truncation.LONGEST_FIRST : Truncation.ONLY_FIRST)
              .withStride(stride);
      Encoding first = tokenizer.encode(text, options);
      int size = whole.ids().size();
      assertEquals(size > room, first.truncated());
      List<EncodingFields> windows = new ArrayList<>(List.of(EncodingFields.of(first)));
      windows.addAll(windows.getFirst().overflowing());
      int begin = 0;
      for (EncodingFields window : windows) {
        int end = Math.min(begin + room, size);
        assertEquals(window(whole, begin, end), inner(window, added), text);
        begin += room - stride;
      }
      assertTrue(begin - (room - stride) + room >= size);
      cut += first.truncated() ? 1 : 0;
    }
    assertTrue(cut > 300);
  }

  @Test
  void whatCannotBeCutIsSaid() {
    ElectraTokenizer tokenizer = tokenizer();
    EncodeOptions five = EncodeOptions.DEFAULT.withTruncation(5, Truncation.LONGEST_FIRST);
    String[][] cases = {
      {"stride of 3 must be below the 3", "3", "LONGEST_FIRST", "5"},
      {"no room for the special tokens", "0", "LONGEST_FIRST", "1"},
      {"the pair is too short", "0", "ONLY_SECOND", "5"},
    };
    for (String[] row : cases) {
      EncodeOptions options =
          EncodeOptions.DEFAULT
              .withTruncation(Integer.parseInt(row[3]), Truncation.valueOf(row[2]))
              .withStride(Integer.parseInt(row[1]));
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> tokenizer.encode("가 가 가 가 가", options));
      assertTrue(e.getMessage().contains(row[0]), e.getMessage());
    }
    assertFalse(tokenizer.encode("가 가 가", five.withStride(3)).truncated());
  }

  @Test
  void paddingToAMultipleAndToTheLongest() {
    ElectraTokenizer tokenizer = tokenizer();
    List<String> texts = List.of("가", "가 가 가 가 가", "", "가 가");
    EncodeOptions longest = EncodeOptions.DEFAULT.withPaddingToLongest();
    for (Encoding encoding : tokenizer.encodeBatch(texts, longest)) {
      assertEquals(7, encoding.size());
    }
    for (Encoding encoding : tokenizer.encodeBatch(texts, longest.withPaddingToMultipleOf(4))) {
      assertEquals(8, encoding.size());
      assertEquals(0, encoding.id(7));
      assertTrue(encoding.isSpecial(7));
      assertTrue(encoding.wordId(7).isEmpty() && encoding.sequenceId(7).isEmpty());
    }
    assertEquals(4, tokenizer.encode("가", longest.withPaddingToMultipleOf(4)).size());
    assertEquals(3, tokenizer.encode("가", PLAIN.withPadding(3)).size());
    assertEquals(3, tokenizer.encode("가", EncodeOptions.DEFAULT.withPaddingToMultipleOf(8)).size());
    Encoding cut =
        tokenizer.encode("가 가 가", PLAIN.withTruncation(2, Truncation.ONLY_FIRST).withPadding(4));
    assertEquals(List.of(4, 4), List.of(cut.size(), cut.overflowing().getFirst().size()));
    ElectraTokenizer bare =
        ElectraTokenizer.of(
            Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]", "a")), TokenizerOptions.CASED);
    assertThrows(
        IllegalArgumentException.class,
        () -> bare.encode("a", EncodeOptions.DEFAULT.withPadding(9)));
    assertEquals(3, bare.encode("a").size());
  }

  @Test
  void aBatchIsItsTextsOneByOneOnAnyNumberOfThreads()
      throws InterruptedException, ExecutionException {
    SplittableRandom random = RandomCases.of("batch");
    RandomTexts parts = new RandomTexts(random);
    ElectraTokenizer tokenizer = tokenizer();
    for (int round = 0; round < 8; round++) {
      List<String> texts = new ArrayList<>();
      List<String> pairs = new ArrayList<>();
      for (int i = random.nextInt(400); i > 0; i--) {
        texts.add(parts.next(random.nextInt(60)).repeat(random.nextInt(50) == 0 ? 500 : 1));
        pairs.add(parts.next(random.nextInt(20)));
      }
      EncodeOptions options =
          random.nextBoolean()
              ? EncodeOptions.DEFAULT
              : EncodeOptions.DEFAULT
                  .withTruncation(16, Truncation.LONGEST_FIRST)
                  .withStride(random.nextInt(3))
                  .withPadding(random.nextInt(24));
      List<EncodingFields> single = new ArrayList<>();
      List<EncodingFields> paired = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        single.add(EncodingFields.of(tokenizer.encode(texts.get(i), options)));
        paired.add(EncodingFields.of(tokenizer.encode(texts.get(i), pairs.get(i), options)));
      }
      for (int threads = 1; threads <= 3; threads++) {
        try (ForkJoinPool pool =
            new ForkJoinPool(threads)) { // where parallel streams begun in it run
          pool.submit(
                  () -> {
                    assertEquals(single, EncodingFields.all(tokenizer.encodeBatch(texts, options)));
                    assertEquals(
                        paired, EncodingFields.all(tokenizer.encodeBatch(texts, pairs, options)));
                  })
              .get();
        }
      }
    }
  }

  @Test
  void aBatchFailsAsItsFirstFailingTextDoes() {
    ElectraTokenizer tokenizer = tokenizer();
    EncodeOptions options = PLAIN.withTruncation(3, Truncation.ONLY_SECOND);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      texts.add(i < 50 ? "가" : "가 ".repeat(1000 + i));
    }
    IllegalArgumentException alone =
        assertThrows(
            IllegalArgumentException.class, () -> tokenizer.encode(texts.get(50), options));
    IllegalArgumentException batch =
        assertThrows(IllegalArgumentException.class, () -> tokenizer.encodeBatch(texts, options));
    assertEquals(alone.getMessage(), batch.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> tokenizer.encodeBatch(texts, List.of("가"), EncodeOptions.DEFAULT));
  }

  @Test
  void threadsShareATokenizerAndAnEncoding() throws InterruptedException, ExecutionException {
    ElectraTokenizer tokenizer = tokenizer();
    String text = "가나 한국어 abc😀. ".repeat(200);
    EncodeOptions options =
        EncodeOptions.DEFAULT.withTruncation(10, Truncation.LONGEST_FIRST).withStride(2);
    EncodingFields expected = EncodingFields.of(tokenizer.encode(text, options));
    Encoding shared = tokenizer.encode(text, options);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        tasks.add(
            () ->
                EncodingFields.of(shared).equals(expected)
                    && EncodingFields.of(tokenizer.encode(text, options)).equals(expected));
      }
      for (Future<Boolean> same : threads.invokeAll(tasks)) {
        assertTrue(same.get());
      }
    }
  }

  @Test
  void optionsAreChecked() {
    EncodeOptions options = EncodeOptions.DEFAULT;
    assertThrows(IllegalArgumentException.class, () -> options.withStride(-1));
    assertThrows(IllegalArgumentException.class, () -> options.withPadding(-1));
    assertThrows(IllegalArgumentException.class, () -> options.withPaddingToMultipleOf(0));
    assertThrows(
        IllegalArgumentException.class, () -> options.withTruncation(-1, Truncation.LONGEST_FIRST));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new EncodeOptions(
                true,
                options.maxLength(),
                Truncation.ONLY_FIRST,
                0,
                options.paddingLength(),
                false,
                1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new EncodeOptions(
                true,
                options.maxLength(),
                Truncation.NONE,
                0,
                options.withPadding(3).paddingLength(),
                true,
                1));
  }
}
