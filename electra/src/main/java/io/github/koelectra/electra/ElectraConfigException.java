package io.github.koelectra.electra;

import java.io.IOException;
import java.io.Serial;

/** A {@code config.json} describes no model this engine can run. One sentence says why. */
public final class ElectraConfigException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The sentence, with the file's name in front. */
  public ElectraConfigException(String message) {
    super(message);
  }

  /** The sentence, with the file's name in front, and what led to it. */
  public ElectraConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
