package io.github.koelectra.core;

/**
 * What became of one input among many.
 *
 * <pre>{@code
 * switch (outcome) {
 *   case Outcome.Done(Classification found) -> System.out.println(found.label());
 *   case Outcome.Refused(String reason) -> System.err.println(reason);
 * }
 * }</pre>
 *
 * @param <R> the results
 */
public sealed interface Outcome<R> {
  /**
   * It has a result.
   *
   * @param result the result
   */
  record Done<R>(R result) implements Outcome<R> {}

  /**
   * It cannot be taken.
   *
   * @param reason why not and what to do, in a sentence
   */
  record Refused<R>(String reason) implements Outcome<R> {}
}
