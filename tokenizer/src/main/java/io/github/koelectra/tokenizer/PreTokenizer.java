package io.github.koelectra.tokenizer;

import java.util.ArrayList;
import java.util.List;

/**
 * The words a tokenizer looks its pieces up in: what the clean-up leaves of a text, split at white
 * space, with punctuation and Chinese characters as words of their own. Special tokens are text
 * like any other here. Immutable and safe to share between threads.
 */
public final class PreTokenizer {
  private final BertNormalizer normalizer;

  /** As a tokenizer with these options does it. */
  public PreTokenizer(TokenizerOptions options) {
    normalizer = new BertNormalizer(options);
  }

  /** The words of a text, in order; none is empty. */
  public List<String> words(String text) {
    NormalizedText normalized = new NormalizedText(normalizer, text, 0, text.length());
    List<String> words = new ArrayList<>(normalized.words());
    for (int word = 0; word < normalized.words(); word++) {
      int begin = normalized.wordBegin(word);
      words.add(new String(normalized.chars(), begin, normalized.wordEnd(word) - begin));
    }
    return words;
  }
}
