package io.github.koelectra.train.finetune;

import io.github.koelectra.tokenizer.Encoding;

/**
 * The tokens of a context, shared by all its questions.
 *
 * @param ids the tokens
 * @param begins where each begins in the context, in chars
 * @param ends where each ends
 */
record ContextTokens(int[] ids, int[] begins, int[] ends) {
  /** The tokens of an encoding without special tokens. */
  static ContextTokens of(Encoding encoding) {
    int[] begins = new int[encoding.size()];
    int[] ends = new int[encoding.size()];
    for (int i = 0; i < begins.length; i++) {
      begins[i] = encoding.begin(i);
      ends[i] = encoding.end(i);
    }
    return new ContextTokens(encoding.ids(), begins, ends);
  }

  int size() {
    return ids.length;
  }

  /** The first token that ends behind {@code begin}: the one an answer begins in. */
  int firstBehind(int begin) {
    int token = 0;
    while (token < size() && ends[token] <= begin) {
      token++;
    }
    return token;
  }

  /** The last token that begins before {@code end}: the one an answer ends in. */
  int lastBefore(int end) {
    int token = size() - 1;
    while (token >= 0 && begins[token] >= end) {
      token--;
    }
    return token;
  }
}
