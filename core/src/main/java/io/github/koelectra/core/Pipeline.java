package io.github.koelectra.core;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A task over one input, a list or a stream of any length. Many inputs are read some batches ahead,
 * sorted by length and packed into batches of a number of tokens; results come in the order of the
 * inputs, and none depends on what else is in its batch. Every task has one behind its own methods:
 *
 * <pre>{@code
 * try (TextClassification sentiment = TextClassification.fromPretrained(name);
 *     Stream<String> lines = Files.lines(file)) {
 *   sentiment.pipeline().outcomes(lines).forEach(outcome -> {
 *     switch (outcome) {
 *       case Outcome.Done(Classification found) -> System.out.println(found.label());
 *       case Outcome.Refused(String reason) -> System.err.println(reason);
 *     }
 *   });
 * }
 * }</pre>
 *
 * <p>Safe to share between threads.
 *
 * @param <I> the inputs
 * @param <R> the results
 */
public final class Pipeline<I, R> {
  private final Batches<I, R> batches;

  Pipeline(Task<I, R> task, Task.Forward forward, InputOptions options) {
    batches = new Batches<>(task, forward, options.batchTokens());
  }

  /**
   * The result of one input.
   *
   * @throws IllegalArgumentException if it cannot be taken
   */
  public R run(I input) {
    return switch (batches.outcomes(List.of(input).iterator()).getFirst()) {
      case Outcome.Done<R>(R result) -> result;
      case Outcome.Refused<R>(String reason) -> throw new IllegalArgumentException(reason);
    };
  }

  /**
   * The results of several inputs.
   *
   * @throws IllegalArgumentException if one cannot be taken; the message has its number, from 1
   */
  public List<R> run(List<I> inputs) {
    return run(inputs.stream()).toList();
  }

  /**
   * The results of a stream of inputs, lazily. Closing it closes the inputs' stream; an input that
   * cannot be taken ends it with an {@link IllegalArgumentException} that has its number, from 1.
   */
  public Stream<R> run(Stream<I> inputs) {
    Stream<Outcome<R>> outcomes = outcomes(inputs);
    Iterator<Outcome<R>> all = outcomes.iterator();
    return stream(
            new Iterator<R>() {
              private long number;

              @Override
              public boolean hasNext() {
                return all.hasNext();
              }

              @Override
              public R next() {
                number++;
                return switch (all.next()) {
                  case Outcome.Done<R>(R result) -> result;
                  case Outcome.Refused<R>(String reason) ->
                      throw new IllegalArgumentException("input " + number + ": " + reason);
                };
              }
            })
        .onClose(outcomes::close);
  }

  /** What becomes of each input of a stream, lazily. Closing it closes the inputs' stream. */
  public Stream<Outcome<R>> outcomes(Stream<I> inputs) {
    Iterator<I> all = inputs.iterator();
    return stream(
            new Iterator<Outcome<R>>() {
              private Iterator<Outcome<R>> ready = List.<Outcome<R>>of().iterator();

              @Override
              public boolean hasNext() {
                if (!ready.hasNext() && all.hasNext()) {
                  ready = batches.outcomes(all).iterator();
                }
                return ready.hasNext();
              }

              @Override
              public Outcome<R> next() {
                if (!hasNext()) {
                  throw new NoSuchElementException();
                }
                return ready.next();
              }
            })
        .onClose(inputs::close);
  }

  private static <T> Stream<T> stream(Iterator<T> iterator) {
    int known = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, known), false);
  }
}
