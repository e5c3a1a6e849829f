package io.github.koelectra.train.model;

import io.github.koelectra.tensor.kernel.StoredElements;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.testkit.SeededWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The seeded weights the goldens were made with.
 *
 * @param lacking the beginnings of names it does not have
 */
record SeededSource(String seed, String prefix, List<String> lacking) implements ParameterSource {
  SeededSource(String seed) {
    this(seed, "", List.of("embeddings.", "generator_lm_head.weight"));
  }

  SeededSource without(String beginning) {
    return new SeededSource(seed, prefix, List.of("embeddings.", beginning));
  }

  @Override
  public SeededSource at(String path) {
    return new SeededSource(seed, prefix + path + ".", lacking);
  }

  @Override
  public boolean has(String name) {
    return lacking.stream().noneMatch((prefix + name)::startsWith);
  }

  @Override
  public Parameter parameter(String name, long... shape) {
    float[] values = SeededWeights.tensor(seed, prefix + name, shape);
    return new Seeded(prefix + name, Arrays.stream(shape).boxed().toList(), values);
  }

  private record Seeded(String name, List<Long> shape, float[] values) implements Parameter {
    @Override
    public long size() {
      return values.length;
    }

    @Override
    public void copyTo(long first, float[] destination, int offset, int length) {
      System.arraycopy(values, (int) first, destination, offset, length);
    }

    @Override
    public Optional<StoredElements> stored() {
      return Optional.empty();
    }
  }
}
