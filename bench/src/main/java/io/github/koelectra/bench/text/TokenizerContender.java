package io.github.koelectra.bench.text;

import java.util.List;

/** A tokenizer that gives ids and offsets. */
sealed interface TokenizerContender extends AutoCloseable permits DjlTokenizer, OurTokenizer {
  /** What results call it. */
  String name();

  /** The ids of a sentence, special tokens included. */
  int[] ids(String sentence);

  /** Encodes the sentences one by one on the caller's thread; the number of tokens. */
  long encode(List<String> sentences);

  /** Encodes the sentences on all processors; the number of tokens. */
  long encodeOnAll(List<String> sentences);

  @Override
  default void close() {}
}
