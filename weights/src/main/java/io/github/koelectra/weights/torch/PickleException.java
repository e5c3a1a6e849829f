package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.Serial;
import java.nio.file.Path;

/** A pickle is malformed or asks for what is not allowed; its file is not known yet. */
final class PickleException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Kind kind;

  PickleException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The same, naming the file. */
  WeightFormatException of(Path file) {
    return new WeightFormatException(kind, file + ": " + getMessage(), this);
  }
}
