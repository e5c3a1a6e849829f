package io.github.koelectra.core;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.Encoding;
import java.util.List;
import java.util.function.Function;

/**
 * What a task adds to a {@link Pipeline}: how an input is read, and what the model's rows say about
 * it. Safe to share between threads.
 */
@FunctionalInterface
interface Task<I, R> {
  /**
   * Makes an input ready for the model.
   *
   * @throws IllegalArgumentException if it cannot be taken; the message says why and what to do
   */
  Prepared<R> prepare(I input);

  /** This task with something made of its results. */
  default <S> Task<I, S> then(Function<R, S> made) {
    return input -> {
      Prepared<R> prepared = prepare(input);
      return new Prepared<>() {
        @Override
        public List<Encoding> encodings() {
          return prepared.encodings();
        }

        @Override
        public S result(List<Tensor> outputs) {
          return made.apply(prepared.result(outputs));
        }
      };
    };
  }

  /** An input that was made ready. */
  interface Prepared<R> {
    /** What the model is to read: the whole input, or its windows. */
    List<Encoding> encodings();

    /** The result, from what the {@link Forward} gave for each encoding. */
    R result(List<Tensor> outputs);
  }

  /** Runs a batch through a model. */
  @FunctionalInterface
  interface Forward {
    /** A matrix for each encoding of the batch, which is packed without padding. */
    List<Tensor> run(List<Encoding> batch);
  }
}
