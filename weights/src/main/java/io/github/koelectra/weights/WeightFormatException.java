package io.github.koelectra.weights;

import io.github.koelectra.json.OneLine;
import java.io.IOException;
import java.io.Serial;

/** A checkpoint cannot be read. One sentence names the file, the tensor and what to do. */
public final class WeightFormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The kinds of ways a checkpoint can be wrong. */
  public enum Kind {
    /** Not a checkpoint of this format at all. */
    FORMAT,
    /** Something is cut off. */
    TRUNCATED,
    /** The container's sizes, offsets or JSON are wrong. */
    HEADER,
    /** A size does not fit 64 bits. */
    OVERFLOW,
    /** A name occurs twice. */
    DUPLICATE,
    /** An element type that does not exist or cannot be read. */
    DTYPE,
    /** A shape that is none, or does not fit its bytes. */
    SHAPE,
    /** The file asks for memory or time out of proportion. */
    RESOURCES,
    /** A file or tensor is not there. */
    MISSING,
    /** A name that leaves the folder. */
    PATH,
    /** The file wants something done that is not reading tensors. */
    UNSAFE
  }

  private final Kind kind;

  /** One sentence on what is wrong. */
  public WeightFormatException(Kind kind, String message) {
    super(OneLine.of(message));
    this.kind = kind;
  }

  /** One sentence on what is wrong, and what led to it. */
  public WeightFormatException(Kind kind, String message, Throwable cause) {
    super(OneLine.of(message), cause);
    this.kind = kind;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }
}
