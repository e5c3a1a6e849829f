package io.github.koelectra.train.model;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.train.Meter;
import java.util.Arrays;

/**
 * The losses of fine-tuning as transformers computes them: means over what has a label. Where
 * nothing has, the loss is 0. Each replaces the logits by {@code scale} times their gradient.
 */
final class Losses {
  /** Of tokens that are not to be classified. */
  private static final int IGNORED = -100;

  private final Device device;
  private final SequenceLayout layout;
  private final float scale;
  private final Meter meter;

  Losses(Device device, SequenceLayout layout, float scale, Meter meter) {
    this.device = device;
    this.layout = layout;
    this.scale = scale;
    this.meter = meter;
  }

  double of(Target target, Tensor logits) {
    return switch (target) {
      case Target.Classes classes -> classes(classes.labels(), logits);
      case Target.Scores scores -> scores(scores.values(), logits);
      case Target.Several several -> several(several.targets(), logits);
      case Target.TokenClasses classes -> classes(classes.labels(), logits);
      case Target.Spans spans -> spans(spans, logits);
    };
  }

  /** Cross-entropy over the rows that have a label. */
  private double classes(int[] labels, Tensor logits) {
    demand("labels", labels.length, logits.rows());
    float[] weights = new float[labels.length];
    int count = 0;
    for (int r = 0; r < labels.length; r++) {
      weights[r] = labels[r] == IGNORED ? 0 : 1;
      count += labels[r] == IGNORED ? 0 : 1;
    }
    meter.add("accuracy", correct(labels, logits), count);
    int divisor = Math.max(1, count);
    double sum =
        device.rows().crossEntropy(logits, labels, weights, scale / divisor, device.workspace());
    return sum / divisor;
  }

  private static int correct(int[] labels, Tensor logits) {
    int correct = 0;
    for (int r = 0; r < labels.length; r++) {
      correct += labels[r] != IGNORED && largest(logits, r) == labels[r] ? 1 : 0;
    }
    return correct;
  }

  /** The column of a row's largest element, the first of equals. */
  static int largest(Tensor logits, int row) {
    float[] x = logits.array();
    int begin = logits.offset() + row * logits.columns();
    int best = 0;
    for (int c = 1; c < logits.columns(); c++) {
      best = x[begin + c] > x[begin + best] ? c : best;
    }
    return best;
  }

  /** The mean squared error of [sequences, 1]. */
  private double scores(float[] values, Tensor logits) {
    demand("scores", values.length, logits.size());
    return device.rows().squaredError(logits, values, scale / values.length) / values.length;
  }

  /** The mean binary cross-entropy of [sequences, labels]. */
  private double several(float[][] targets, Tensor logits) {
    demand("targets", targets.length, logits.rows());
    float[] all = new float[logits.size()];
    for (int s = 0; s < targets.length; s++) {
      demand("targets of a sequence", targets[s].length, logits.columns());
      System.arraycopy(targets[s], 0, all, s * logits.columns(), logits.columns());
    }
    float[] weights = new float[all.length];
    Arrays.fill(weights, 1f);
    double sum = device.rows().binaryCrossEntropy(logits, all, weights, scale / all.length);
    return sum / all.length;
  }

  /** The mean of the cross-entropies of starts and ends, the softmax over the tokens of [t, 2]. */
  private double spans(Target.Spans spans, Tensor logits) {
    demand("starts", spans.starts().length, layout.sequences());
    demand("ends", spans.ends().length, layout.sequences());
    return (positions(spans.starts(), logits, 0) + positions(spans.ends(), logits, 1)) / 2;
  }

  /** A position below 0 counts as 0; one behind the sequence is ignored. */
  private double positions(int[] positions, Tensor logits, int column) {
    int count = 0;
    for (int s = 0; s < positions.length; s++) {
      count += positions[s] < layout.length(s) ? 1 : 0;
    }
    int divisor = Math.max(1, count);
    double sum = 0;
    for (int s = 0; s < positions.length; s++) {
      int position = Math.max(0, positions[s]);
      sum += position(s, position, logits, column, scale / 2 / divisor);
    }
    return sum / divisor;
  }

  private double position(int sequence, int label, Tensor logits, int column, float factor) {
    int mark = device.workspace().mark();
    int length = layout.length(sequence);
    Tensor row = device.take(1, length);
    int first = logits.offset() + layout.begin(sequence) * logits.columns() + column;
    for (int t = 0; t < length; t++) {
      row.array()[row.offset() + t] = logits.array()[first + t * logits.columns()];
    }
    float[] weight = {label < length ? 1f : 0f};
    double loss =
        device.rows().crossEntropy(row, new int[] {label}, weight, factor, device.workspace());
    for (int t = 0; t < length; t++) {
      logits.array()[first + t * logits.columns()] = row.array()[row.offset() + t];
    }
    device.workspace().release(mark);
    return loss;
  }

  private static void demand(String what, int found, int wanted) {
    if (found != wanted) {
      throw new IllegalArgumentException(
          "a batch's target has " + found + " " + what + ", its logits ask for " + wanted);
    }
  }
}
