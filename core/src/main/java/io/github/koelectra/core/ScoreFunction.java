package io.github.koelectra.core;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraConfig.ProblemType;
import java.util.Arrays;

/**
 * What makes scores of logits: transformers' {@code function_to_apply}.
 *
 * <pre>{@code
 * var logits = TextClassification.Options.DEFAULT.withFunction(ScoreFunction.NONE);
 * }</pre>
 */
public enum ScoreFunction {
  /** Probabilities of labels of which one fits. */
  SOFTMAX,
  /** A probability for each label by itself. */
  SIGMOID,
  /** The logits. */
  NONE;

  /**
   * What transformers chooses for a model: nothing for a regression; the sigmoid if several labels
   * may fit or there is only one; the softmax otherwise.
   */
  static ScoreFunction of(ElectraConfig config) {
    ProblemType none = ProblemType.SINGLE_LABEL_CLASSIFICATION;
    return switch (config.problemType().orElse(none)) {
      case REGRESSION -> NONE;
      case MULTI_LABEL_CLASSIFICATION -> SIGMOID;
      case SINGLE_LABEL_CLASSIFICATION -> config.numLabels() == 1 ? SIGMOID : SOFTMAX;
    };
  }

  double[] scores(float[] logits) {
    return switch (this) {
      case SOFTMAX -> softmax(logits);
      case SIGMOID -> {
        double[] scores = new double[logits.length];
        Arrays.setAll(scores, i -> sigmoid(logits[i]));
        yield scores;
      }
      case NONE -> {
        double[] scores = new double[logits.length];
        Arrays.setAll(scores, i -> logits[i]);
        yield scores;
      }
    };
  }

  static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  static double[] softmax(float[] logits) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double[] scores = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      scores[i] = Math.exp(logits[i] - greatest);
      sum += scores[i];
    }
    for (int i = 0; i < logits.length; i++) {
      scores[i] /= sum;
    }
    return scores;
  }
}
