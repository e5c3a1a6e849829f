package io.github.koelectra.weights;

import io.github.koelectra.json.OneLine;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.tensor.nn.ParameterException;
import io.github.koelectra.tensor.nn.ParameterException.Problem;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tensors of a checkpoint by name; remembers which were asked for. */
public final class StateDict implements ParameterSource {
  private final Path path;
  private final Map<String, MappedTensor> tensors;
  private final String prefix;
  private final Set<String> used;

  StateDict(Path path, Map<String, MappedTensor> tensors) {
    this(path, tensors, "", ConcurrentHashMap.newKeySet());
  }

  private StateDict(Path path, Map<String, MappedTensor> tensors, String prefix, Set<String> used) {
    this.path = path;
    this.tensors = tensors;
    this.prefix = prefix;
    this.used = used;
  }

  @Override
  public StateDict at(String child) {
    return new StateDict(path, tensors, prefix + child + ".", used);
  }

  @Override
  public boolean has(String name) {
    return tensors.containsKey(prefix + name);
  }

  @Override
  public Parameter parameter(String name, long... shape) {
    String whole = prefix + name;
    MappedTensor tensor = tensors.get(whole);
    if (tensor == null) {
      throw new ParameterException(
          Problem.MISSING,
          path + ": tensor " + whole + " " + Arrays.toString(shape) + " is missing");
    }
    if (!isShape(tensor.shape(), shape)) {
      throw new ParameterException(
          Problem.SHAPE,
          path
              + ": tensor "
              + whole
              + ": wanted "
              + Arrays.toString(shape)
              + ", found "
              + OneLine.of(tensor.shape().toString()));
    }
    if (!tensor.dtype().isReal()) {
      throw new ParameterException(
          Problem.DTYPE,
          path
              + ": tensor "
              + whole
              + " holds "
              + tensor.dtype()
              + ", where F32, F16, BF16 or F64 is needed");
    }
    used.add(whole);
    return tensor;
  }

  private static boolean isShape(List<Long> found, long[] wanted) {
    boolean same = found.size() == wanted.length;
    for (int i = 0; same && i < wanted.length; i++) {
      same = found.get(i) == wanted[i];
    }
    return same;
  }

  /** All tensors by their names here, with their shapes as a model sees them. */
  public List<TensorEntry> entries() {
    return tensors.values().stream().map(MappedTensor::entry).toList();
  }

  /** The dimensions of all tensors. */
  public Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /**
   * Copies {@code length} elements of tensor {@code name}, from the row-major position {@code
   * first} on, to the beginning of {@code destination}, without loss.
   *
   * @throws IllegalArgumentException if there is no such tensor of real numbers
   * @throws IndexOutOfBoundsException if the range does not exist
   */
  public void read(String name, long first, double[] destination, int length) {
    MappedTensor tensor = tensors.get(name);
    if (tensor == null || !tensor.dtype().isReal()) {
      throw new IllegalArgumentException("no tensor " + name + " of real numbers");
    }
    tensor.copyTo(first, destination, length);
  }

  /** The names that no model has asked for so far, in the order of the files. */
  public List<String> unused() {
    return tensors.keySet().stream().filter(name -> !used.contains(name)).toList();
  }
}
