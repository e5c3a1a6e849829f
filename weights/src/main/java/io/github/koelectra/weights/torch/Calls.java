package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.torch.Value.Dict;
import io.github.koelectra.weights.torch.Value.Name;
import io.github.koelectra.weights.torch.Value.Nothing;
import io.github.koelectra.weights.torch.Value.Storage;
import io.github.koelectra.weights.torch.Value.Text;
import io.github.koelectra.weights.torch.Value.Tuple;
import io.github.koelectra.weights.torch.Value.View;
import io.github.koelectra.weights.torch.Value.Whole;
import java.util.ArrayList;
import java.util.List;

/** What calling an allowed name comes to: a tensor is described, nothing is called. */
final class Calls {
  private static final int TENSOR_ARGUMENTS = 6;
  private static final int STORAGE_PARTS = 5;
  private static final int LONGEST_SHAPE = 64;

  private Calls() {}

  static Value call(Value callee, Value arguments) throws PickleException {
    if (!(callee instanceof Name(AllowedName name))) {
      throw new PickleException(
          Kind.UNSAFE,
          "refused, for its pickle calls "
              + callee.kind()
              + " (REDUCE), which no file of tensors does and which could run code");
    }
    if (!(arguments instanceof Tuple(List<Value> values, _))) {
      throw new PickleException(
          Kind.HEADER, "its pickle calls " + name.whole() + " with " + arguments.kind());
    }
    int count = values.size();
    Value first = values.isEmpty() ? new Nothing() : values.getFirst();
    boolean parameter =
        name == AllowedName.REBUILD_PARAMETER && count == 3 && first instanceof View;
    boolean size = name == AllowedName.SIZE && count == 1 && first instanceof Tuple;
    if (parameter || size) {
      return first;
    }
    if (name == AllowedName.ORDERED_DICT && values.isEmpty()) {
      return new Dict();
    }
    if (name == AllowedName.REBUILD_TENSOR && count >= TENSOR_ARGUMENTS) {
      return view(values);
    }
    if (name == AllowedName.REBUILD_TYPED_TENSOR && count > TENSOR_ARGUMENTS) {
      return view(typed(values));
    }
    throw new PickleException(
        Kind.HEADER, "its pickle calls " + name.whole() + " with arguments it does not take");
  }

  /**
   * A persistent id: {@code ("storage", class, key, device, elements)}, wherever the device was.
   */
  static Storage storage(Value id) throws PickleException {
    if (!(id instanceof Tuple(List<Value> parts, _))
        || parts.size() < STORAGE_PARTS
        || !(parts.get(0) instanceof Text(String tag))
        || !tag.equals("storage")
        || !(parts.get(2) instanceof Text(String key))
        || !(parts.get(4) instanceof Whole)) {
      throw new PickleException(
          Kind.HEADER, "its pickle refers to something outside that is no storage");
    }
    if (parts.size() > STORAGE_PARTS && !(parts.get(STORAGE_PARTS) instanceof Nothing)) {
      throw new PickleException(
          Kind.HEADER, "storage " + key + " is a view of another; save it anew with PyTorch");
    }
    if (!(parts.get(1) instanceof Name(AllowedName type)) || !type.isStorage()) {
      throw new PickleException(Kind.HEADER, "storage " + key + " has no element type");
    }
    DType dtype = type.dtype().orElseThrow();
    long elements = number(parts.get(4));
    if (elements < 0) {
      throw new PickleException(Kind.HEADER, "storage " + key + " has " + elements + " elements");
    }
    return new Storage(dtype, key, elements);
  }

  /** The arguments with their storage of bytes as one of the elements whose type follows. */
  private static List<Value> typed(List<Value> arguments) throws PickleException {
    if (!(arguments.getFirst() instanceof Storage bytes)
        || bytes.dtype() != DType.U8
        || !(arguments.get(TENSOR_ARGUMENTS) instanceof Name(AllowedName type))
        || type.dtype().isEmpty()) {
      throw new PickleException(Kind.HEADER, "its pickle describes a tensor in another way");
    }
    DType dtype = type.dtype().get();
    List<Value> typed = new ArrayList<>(arguments);
    typed.set(0, new Storage(dtype, bytes.key(), bytes.elements() / (dtype.bits() / Byte.SIZE)));
    return typed;
  }

  private static View view(List<Value> arguments) throws PickleException {
    if (!(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Whole)
        || !(arguments.get(2) instanceof Tuple)
        || !(arguments.get(3) instanceof Tuple)) {
      throw new PickleException(Kind.HEADER, "its pickle describes a tensor in another way");
    }
    long offset = number(arguments.get(1));
    List<Long> shape = numbers((Tuple) arguments.get(2));
    List<Long> strides = numbers((Tuple) arguments.get(3));
    View view = new View(storage, offset, shape, strides);
    ViewRules.check(view);
    return view;
  }

  private static List<Long> numbers(Tuple tuple) throws PickleException {
    if (tuple.values().size() > LONGEST_SHAPE) {
      throw new PickleException(
          Kind.SHAPE, "its pickle has a shape of " + tuple.values().size() + " dimensions");
    }
    List<Long> numbers = new ArrayList<>(tuple.values().size());
    for (Value value : tuple.values()) {
      numbers.add(number(value));
    }
    return List.copyOf(numbers);
  }

  private static long number(Value value) throws PickleException {
    if (!(value instanceof Whole(var number))) {
      throw new PickleException(Kind.HEADER, "its pickle has " + value.kind() + " for a size");
    }
    if (number.bitLength() >= Long.SIZE) {
      throw new PickleException(Kind.OVERFLOW, "its pickle has a size beyond 64 bits");
    }
    return number.longValue();
  }
}
