package io.github.koelectra.tensor.nn;

import java.io.Serial;

/** A parameter a model needs is not there, or not of the shape or kind the model needs. */
public final class ParameterException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong with the parameter. */
  public enum Problem {
    /** No parameter has the name. */
    MISSING,
    /** Its dimensions differ from those demanded. */
    SHAPE,
    /** Its elements are not real numbers this engine computes with. */
    DTYPE
  }

  private final Problem problem;

  /** One sentence that names the parameter, what was wanted and what was found. */
  public ParameterException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
