package io.github.koelectra.weights.safetensors;

import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the header says of one tensor: checked as far as that needs no other tensor. */
record HeaderEntry(Path file, String name) {
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");
  private static final int DIMENSIONS_SHOWN = 8;

  /** The entry of a tensor whose offsets count from {@code dataBegin} in the file. */
  TensorEntry read(JsonValue value, long dataBegin) throws WeightFormatException {
    if (!(value instanceof JsonObject object)) {
      throw wrong(Kind.HEADER, "its entry must be an object, not " + value.kind());
    }
    for (String field : object.members().keySet()) {
      if (!FIELDS.contains(field)) {
        throw wrong(Kind.HEADER, "unknown field \"" + field + "\"");
      }
    }
    DType dtype = dtype(field(object, "dtype"));
    List<Long> shape = integers(field(object, "shape"), "shape", Kind.SHAPE);
    List<Long> offsets = integers(field(object, "data_offsets"), "data_offsets", Kind.HEADER);
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw wrong(Kind.HEADER, "data_offsets must be [begin, end], not " + brief(offsets));
    }
    long bytes = offsets.get(1) - offsets.get(0);
    try {
      long begin = Math.addExact(dataBegin, offsets.get(0));
      checkSize(dtype, shape, bytes);
      return new TensorEntry(name, dtype, shape, file, begin, bytes);
    } catch (ArithmeticException e) {
      throw new WeightFormatException(Kind.OVERFLOW, where() + "its size does not fit 64 bits", e);
    }
  }

  private JsonValue field(JsonObject object, String field) throws WeightFormatException {
    JsonValue value = object.members().get(field);
    if (value == null) {
      throw wrong(Kind.HEADER, "no \"" + field + "\"");
    }
    return value;
  }

  private DType dtype(JsonValue value) throws WeightFormatException {
    if (!(value instanceof JsonString(String text))) {
      throw wrong(Kind.DTYPE, "dtype must be a name, not " + value.kind());
    }
    var dtype = DType.named(text);
    if (dtype.isEmpty()) {
      throw wrong(Kind.DTYPE, "unknown dtype \"" + text + "\"");
    }
    return dtype.get();
  }

  private List<Long> integers(JsonValue value, String what, Kind kind)
      throws WeightFormatException {
    if (!(value instanceof JsonArray(List<JsonValue> values))) {
      throw wrong(kind, what + " must be an array, not " + value.kind());
    }
    List<Long> integers = new ArrayList<>(values.size());
    for (JsonValue element : values) {
      if (!(element instanceof JsonNumber number) || !number.isInteger()) {
        throw wrong(kind, what + " must hold integers, not " + element.kind());
      }
      if (number.literal().startsWith("-")) {
        throw wrong(kind, what + " must not be negative: " + number.literal());
      }
      try {
        integers.add(Long.parseLong(number.literal()));
      } catch (NumberFormatException e) {
        String message = where() + what + " beyond 64 bits: " + number.literal();
        throw new WeightFormatException(Kind.OVERFLOW, message, e);
      }
    }
    return integers;
  }

  private void checkSize(DType dtype, List<Long> shape, long bytes) throws WeightFormatException {
    long bits = dtype.bits();
    for (long dimension : shape) {
      bits = Math.multiplyExact(bits, dimension);
    }
    if (bits % Byte.SIZE != 0 || bits / Byte.SIZE != bytes) {
      throw wrong(Kind.SHAPE, dtype + " " + brief(shape) + " does not fit its " + bytes + " bytes");
    }
  }

  private static String brief(List<Long> numbers) {
    return numbers.size() <= DIMENSIONS_SHOWN ? numbers.toString() : "a list of " + numbers.size();
  }

  private WeightFormatException wrong(Kind kind, String what) {
    return new WeightFormatException(kind, where() + what);
  }

  private String where() {
    return file + ": tensor " + name + ": ";
  }
}
