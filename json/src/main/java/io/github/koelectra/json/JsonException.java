package io.github.koelectra.json;

import java.io.IOException;
import java.io.Serial;

/** A file that should be JSON is not, or not of the form it must have. One sentence says where. */
public final class JsonException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The sentence, with the file's name in front. */
  public JsonException(String message) {
    super(message);
  }

  /** The sentence, with the file's name in front, and what led to it. */
  public JsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
