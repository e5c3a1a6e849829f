package io.github.koelectra.electra;

import io.github.koelectra.tensor.kernel.StoredElements;
import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.testkit.SeededWeights;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The seeded weights the goldens were made with; a generator's decoder is tied. */
record SeededSource(String seed, String prefix) implements ParameterSource {
  SeededSource(String seed) {
    this(seed, "");
  }

  @Override
  public ParameterSource at(String path) {
    return new SeededSource(seed, prefix + path + ".");
  }

  @Override
  public boolean has(String name) {
    return !(prefix + name).equals("generator_lm_head.weight");
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
      return Optional.of(new StoredElements(MemorySegment.ofArray(values), WeightType.F32));
    }
  }
}
