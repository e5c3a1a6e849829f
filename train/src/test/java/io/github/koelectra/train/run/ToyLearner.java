package io.github.koelectra.train.run;

import io.github.koelectra.tensor.kernel.Dropout;
import io.github.koelectra.train.Batches;
import io.github.koelectra.train.Learner;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Linear regression in four dimensions with dropout of its inputs. For one thread. */
final class ToyLearner implements Learner<ToyLearner.Points> {
  static final float[] TRUTH = {0.5f, -1f, 2f, 0.25f};
  private static final float TRUE_BIAS = 0.75f;
  private static final int SIZE = 8;

  private final Variable weight = Variable.zeros("classifier.weight", 1, TRUTH.length);
  private final Variable bias = Variable.zeros("classifier.bias", 1);
  private final float dropout;
  private long passes;
  private int changes;

  /** Points and their values. */
  record Points(float[][] x, float[] y) {}

  ToyLearner(float dropout) {
    this.dropout = dropout;
  }

  float[] weights() {
    return weight.value().toArray();
  }

  int changes() {
    return changes;
  }

  @Override
  public List<Variable> variables() {
    return List.of(weight, bias);
  }

  @Override
  public void valuesChanged() {
    changes++;
  }

  @Override
  public double accumulate(Points batch, float scale, Pass pass, Meter meter) {
    Dropout dropped = pass.dropout(dropout, "inputs");
    passes++;
    double loss = 0;
    int count = batch.y.length;
    for (int i = 0; i < count; i++) {
      float error = bias.value().get(0, 0) - batch.y[i];
      for (int j = 0; j < TRUTH.length; j++) {
        error += weight.value().get(0, j) * batch.x[i][j] * dropped.factor(i * TRUTH.length + j);
      }
      loss += (double) error * error / count;
      float slope = 2 * error / count * scale;
      bias.gradient().array()[0] += slope;
      for (int j = 0; j < TRUTH.length; j++) {
        weight.gradient().array()[j] +=
            slope * batch.x[i][j] * dropped.factor(i * TRUTH.length + j);
      }
      meter.rank("auc", batch.y[i] - error, batch.y[i] > 0);
    }
    meter.add("near", loss < 1 ? 1 : 0, 1);
    return loss;
  }

  long passes() {
    return passes;
  }

  @Override
  public int tokens(Points batch) {
    return batch.y.length;
  }

  /** As many batches as {@code count}, each from its number alone. */
  static Batches<Points> batches(long count) {
    return batches(count, -1, 0);
  }

  /** The same, where the one numbered {@code bad} has a value that is no number. */
  static Batches<Points> batches(long count, long bad) {
    return batches(count, bad, Float.NaN);
  }

  /** The same, where the one numbered {@code bad} has the value {@code odd}. */
  static Batches<Points> batches(long count, long bad, float odd) {
    return new Batches<>() {
      private long at;

      @Override
      public Optional<Points> next() {
        if (at == count) {
          return Optional.empty();
        }
        Points points = points(at);
        if (at == bad) {
          points.y[1] = odd;
        }
        at++;
        return Optional.of(points);
      }

      @Override
      public void skip(long more) {
        at = Math.min(count, at + more);
      }

      @Override
      public void close() {}
    };
  }

  private static Points points(long number) {
    SplittableRandom random = new SplittableRandom(number);
    float[][] x = new float[SIZE][TRUTH.length];
    float[] y = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      y[i] = TRUE_BIAS;
      for (int j = 0; j < TRUTH.length; j++) {
        x[i][j] = (float) random.nextGaussian();
        y[i] += TRUTH[j] * x[i][j];
      }
    }
    return new Points(x, y);
  }
}
