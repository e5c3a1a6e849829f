package io.github.koelectra.json;

import java.io.IOException;
import java.io.Serial;

/** A file that should be JSON is not, or not of the form it must have. One sentence says where. */
public final class JsonException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Problem {
    /** Not JSON, or not of the form it must have. */
    SYNTAX,
    /** A name occurs twice in an object. */
    DUPLICATE,
    /** Beyond the depth or length a reader accepts. */
    LIMIT
  }

  private final Problem problem;

  /** The sentence, with the file's name in front. */
  public JsonException(String message) {
    super(OneLine.of(message));
    this.problem = Problem.SYNTAX;
  }

  /** The sentence, with the file's name in front, and what led to it. */
  public JsonException(Problem problem, String message, Throwable cause) {
    super(OneLine.of(message), cause);
    this.problem = problem;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
