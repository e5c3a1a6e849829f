package io.github.koelectra.train.finetune;

import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * What a model says about a data set, and how right it is. Immutable.
 *
 * @param metrics by name, in the order they are shown; NaN is one that is not defined, such as the
 *     correlation with a constant. For labels {@code accuracy, macro_f1, macro_precision,
 *     macro_recall, weighted_f1}; for numbers {@code pearson, spearman, mean}; for several labels
 *     {@code micro_f1, macro_f1, weighted_f1, accuracy} (of whole sets); for words {@code
 *     precision, recall, f1} of entities and {@code accuracy} of tags; for answers {@code
 *     exact_match, f1} in percent, all others from 0 to 1 or -1 to 1
 * @param mainMetric the name of the one that counts
 * @param predictions a row's in the order of the data
 */
public record Evaluation(
    SequencedMap<String, Double> metrics, String mainMetric, List<Prediction> predictions) {
  /** Copies map and list. */
  public Evaluation {
    metrics = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metrics));
    predictions = List.copyOf(predictions);
  }

  /** What a model says about a row. */
  public sealed interface Prediction {
    /** The id of a question; of other rows the number of their line in the file, from 1. */
    String id();
  }

  /**
   * One of several labels.
   *
   * @param id {@link Prediction#id}
   * @param expected the right one
   * @param label the model's
   * @param score the probability the model gives to its own
   */
  public record Label(String id, String expected, String label, double score)
      implements Prediction {}

  /**
   * A number.
   *
   * @param id {@link Prediction#id}
   * @param expected the right one
   * @param score the model's
   */
  public record Score(String id, double expected, double score) implements Prediction {}

  /**
   * Any of several labels.
   *
   * @param id {@link Prediction#id}
   * @param expected the right ones
   * @param labels those that the model holds more probable than not
   */
  public record Labels(String id, List<String> expected, List<String> labels)
      implements Prediction {
    /** Copies the lists. */
    public Labels {
      expected = List.copyOf(expected);
      labels = List.copyOf(labels);
    }
  }

  /**
   * A tag for each word that fits into the maximum length; the metrics pass over the others, as
   * KoELECTRA's script does.
   *
   * @param id {@link Prediction#id}
   * @param words those that fit
   * @param expected their right tags
   * @param tags the model's
   */
  public record Tags(String id, List<String> words, List<String> expected, List<String> tags)
      implements Prediction {
    /** Copies the lists. */
    public Tags {
      words = List.copyOf(words);
      expected = List.copyOf(expected);
      tags = List.copyOf(tags);
    }
  }

  /**
   * An answer.
   *
   * @param id {@link Prediction#id}
   * @param expected the right ones
   * @param guesses the best answers, the best first
   */
  public record Answer(String id, List<String> expected, List<Guess> guesses)
      implements Prediction {
    /** Copies the lists. */
    public Answer {
      expected = List.copyOf(expected);
      guesses = List.copyOf(guesses);
    }

    /** The best answer; empty if there is none. */
    public String answer() {
      return guesses.isEmpty() ? "" : guesses.getFirst().text();
    }
  }

  /**
   * An answer that a model holds possible.
   *
   * @param text cut out of the context
   * @param probability among the guesses
   */
  public record Guess(String text, double probability) {}

  /**
   * Evaluates a model.
   *
   * @param batchSize the sequences of a batch
   * @param logits the model: [sequences, labels] (one column for a number), [tokens, labels] for
   *     words or [tokens, 2] for answers
   * @throws IllegalArgumentException if the batch size is not positive, or the logits have another
   *     shape
   */
  public static Evaluation of(
      Features features, int batchSize, Function<TokenBatch, Tensor> logits) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("the batch size must be at least 1");
    }
    FinetuneTask task = features.task();
    List<Prediction> predictions = new Predictor(features, batchSize, logits).predict();
    return new Evaluation(Scores.of(task, predictions), task.mainMetric(), predictions);
  }

  /** The value of the main metric. */
  public double main() {
    return metrics.get(mainMetric);
  }
}
