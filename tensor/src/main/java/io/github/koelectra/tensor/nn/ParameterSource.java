package io.github.koelectra.tensor.nn;

/**
 * Named parameters as a tree of paths: {@code source.at("attention.self").at("query")}. The shape
 * is demanded where the parameter is asked for, so a model's constructor is also the check of its
 * checkpoint. Implementations are safe to share between threads.
 */
public interface ParameterSource {
  /** The source below {@code path}: names asked there are prefixed with {@code path + "."}. */
  ParameterSource at(String path);

  /** Whether a parameter {@code name} exists, whatever its shape. Asking is not using it. */
  boolean has(String name);

  /**
   * The parameter {@code name} with exactly the dimensions {@code shape}.
   *
   * @throws ParameterException if it is missing, has another shape or does not hold real numbers;
   *     the message names the whole path, what was wanted and what was found
   */
  Parameter parameter(String name, long... shape);
}
