package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.DType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can hold. Values are never compared, hashed or printed as a whole, for a small file
 * can nest them to any size.
 */
sealed interface Value {
  /** None. */
  record Nothing() implements Value {}

  /** True or False. */
  record Flag(boolean value) implements Value {}

  /** An integer of any size. */
  record Whole(BigInteger value) implements Value {}

  /** A float. */
  record Real(double value) implements Value {}

  /** A string. */
  record Text(String value) implements Value {}

  /** Bytes, of which nothing is kept. */
  record Bytes() implements Value {}

  /** A name of the allow-list. */
  record Name(AllowedName allowed) implements Value {}

  /** A storage: elements in the file. */
  record Storage(DType dtype, String key, long elements) implements Value {}

  /** A view of a storage, in elements; checked against it. */
  record View(Storage storage, long offset, List<Long> shape, List<Long> strides)
      implements Value {}

  /** A tuple. */
  record Tuple(List<Value> values, int depth) implements Value {}

  /** A list, filled while it is read. */
  final class Sequence implements Value {
    final List<Value> values = new ArrayList<>(0);
    int depth = 1;
  }

  /** A dict or OrderedDict, filled while it is read; the members whose keys are text. */
  final class Dict implements Value {
    final Map<String, Value> members = new LinkedHashMap<>(0);

    /** Whether there were other keys too. */
    boolean otherKeys;

    int depth = 1;
  }

  /** How deep containers were nested when this one was last filled. */
  default int nesting() {
    return switch (this) {
      case Tuple tuple -> tuple.depth();
      case Sequence sequence -> sequence.depth;
      case Dict dict -> dict.depth;
      default -> 0;
    };
  }

  /** What a message calls it. */
  default String kind() {
    return switch (this) {
      case Nothing _ -> "None";
      case Flag _ -> "a bool";
      case Whole _ -> "an integer";
      case Real _ -> "a float";
      case Text _ -> "a string";
      case Bytes _ -> "bytes";
      case Name name -> name.allowed().whole();
      case Storage _ -> "a storage";
      case View _ -> "a tensor";
      case Tuple _ -> "a tuple";
      case Sequence _ -> "a list";
      case Dict _ -> "a dict";
    };
  }
}
