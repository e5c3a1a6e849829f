package io.github.koelectra.vocab;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tokenizer.PreTokenizer;
import io.github.koelectra.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often each word of a text occurs, words being what KoELECTRA's cased tokenizer takes for
 * them. Memory grows with the different words, not with the text. Immutable once counted.
 */
public final class WordCounts {
  /** So many chars are read before the threads count them. */
  private static final int BLOCK = 1 << 21;

  /** Texts to a task. */
  private static final int TASK = 256;

  private static final TokenizerOptions OPTIONS = TokenizerOptions.CASED;

  private final PreTokenizer preTokenizer = new PreTokenizer(OPTIONS);
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final AtomicLong tooLong = new AtomicLong();

  private WordCounts() {}

  /** Gives texts one after the other; asked by one thread. */
  @FunctionalInterface
  public interface Texts {
    /**
     * The next text, empty at the end.
     *
     * @throws IOException if it cannot be read
     */
    Optional<String> next() throws IOException;
  }

  /**
   * Counts the words of all texts. The result does not depend on their order or on the threads.
   *
   * @throws IOException if a text cannot be read
   */
  public static WordCounts of(Texts texts, Parallel parallel) throws IOException {
    WordCounts counts = new WordCounts();
    List<String> block = counts.block(texts);
    while (!block.isEmpty()) {
      List<String> full = block;
      int tasks = (full.size() + TASK - 1) / TASK;
      parallel.forEach(
          tasks,
          (task, _) ->
              full.subList(task * TASK, Math.min(full.size(), (task + 1) * TASK))
                  .forEach(counts::add));
      block = counts.block(texts);
    }
    return counts;
  }

  private List<String> block(Texts texts) throws IOException {
    List<String> block = new ArrayList<>();
    long chars = 0;
    while (chars < BLOCK) {
      Optional<String> text = texts.next();
      if (text.isEmpty()) {
        return block;
      }
      block.add(text.get());
      chars += text.get().length() + 1L;
    }
    return block;
  }

  private void add(String text) {
    for (String word : preTokenizer.words(text)) {
      if (word.length() > OPTIONS.maxWordLength()
          && word.codePointCount(0, word.length()) > OPTIONS.maxWordLength()) {
        tooLong.incrementAndGet(); // The unknown token, whatever the vocabulary is.
      } else {
        counts.computeIfAbsent(word, _ -> new AtomicLong()).incrementAndGet();
      }
    }
  }

  /** How many words there are, each as often as it occurs. */
  public long total() {
    return tooLong.get() + counts.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** How many different words there are, not counting those too long for any vocabulary. */
  public int distinct() {
    return counts.size();
  }

  /** The words by their spelling, in no particular order. */
  Map<String, AtomicLong> counts() {
    return counts;
  }
}
