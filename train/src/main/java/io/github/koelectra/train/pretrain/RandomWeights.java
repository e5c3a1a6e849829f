package io.github.koelectra.train.pretrain;

import io.github.koelectra.tensor.kernel.StoredElements;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.train.pretrain.Draws.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The parameters of a model that has learnt nothing yet, whatever it asks for, as
 * google-research/electra begins: weights from a normal distribution of deviation 0.02 that is cut
 * off at two deviations, LayerNorm's 1, biases 0. They follow from a seed and their names.
 * Immutable and safe to share between threads.
 */
final class RandomWeights implements ParameterSource {
  private static final double DEVIATION = 0.02;
  private static final double MOST_DEVIATIONS = 2;

  private final long seed;
  private final String prefix;

  /** Weights that follow from {@code seed}. */
  RandomWeights(long seed) {
    this(seed, "");
  }

  private RandomWeights(long seed, String prefix) {
    this.seed = seed;
    this.prefix = prefix;
  }

  @Override
  public ParameterSource at(String path) {
    return new RandomWeights(seed, prefix + path + ".");
  }

  /** No: what a model may do without, it is to do without. */
  @Override
  public boolean has(String name) {
    return false;
  }

  @Override
  public Parameter parameter(String name, long... shape) {
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = new float[Math.toIntExact(size)];
    String whole = prefix + name;
    if (whole.endsWith("LayerNorm.weight")) {
      Arrays.fill(values, 1);
    } else if (whole.endsWith("weight")) {
      Draws draws = Draws.of(seed, Purpose.WEIGHTS, whole.hashCode());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (DEVIATION * normal(draws));
      }
    }
    return new Values(whole, Arrays.stream(shape).boxed().toList(), values);
  }

  /** A normal variable within two deviations, by Marsaglia's polar method. */
  private static double normal(Draws draws) {
    while (true) {
      double x = 2 * draws.uniform() - 1;
      double y = 2 * draws.uniform() - 1;
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        double normal = x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        if (Math.abs(normal) <= MOST_DEVIATIONS) {
          return normal;
        }
      }
    }
  }

  /** Numbers that lie in an array. */
  private static final class Values implements Parameter {
    private final String name;
    private final List<Long> shape;
    private final float[] values;

    Values(String name, List<Long> shape, float[] values) {
      this.name = name;
      this.shape = shape;
      this.values = values;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Long> shape() {
      return shape;
    }

    @Override
    public long size() {
      return values.length;
    }

    @Override
    public void copyTo(long first, float[] destination, int offset, int length) {
      Objects.checkFromIndexSize(first, length, (long) values.length);
      System.arraycopy(values, (int) first, destination, offset, length);
    }

    @Override
    public Optional<StoredElements> stored() {
      return Optional.empty();
    }
  }
}
