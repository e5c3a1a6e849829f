package io.github.koelectra.tokenizer;

import java.io.IOException;
import java.io.Serial;

/** A vocabulary or tokenizer file cannot be used. One sentence says where and why. */
public final class VocabularyException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The sentence, with the file's name in front. */
  public VocabularyException(String message) {
    super(message);
  }

  /** The sentence, with the file's name in front, and what led to it. */
  public VocabularyException(String message, Throwable cause) {
    super(message, cause);
  }
}
