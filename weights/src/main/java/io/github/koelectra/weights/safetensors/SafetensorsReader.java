package io.github.koelectra.weights.safetensors;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.json.WrongContent;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a safetensors file, checked whole before anything is allocated: an unsigned 64-bit
 * length, JSON of that length, then the tensors without holes or overlaps up to the file's end.
 *
 * @param entries the tensors in the order of their bytes
 * @param metadata the notes under {@code __metadata__}
 */
public record SafetensorsReader(List<TensorEntry> entries, Map<String, String> metadata) {
  private static final int PREFIX = Long.BYTES;
  private static final long LARGEST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Copies both. */
  public SafetensorsReader {
    entries = List.copyOf(entries);
    metadata = Map.copyOf(metadata);
  }

  /**
   * Reads the header of {@code file}, whose bytes are {@code segment}.
   *
   * @throws WeightFormatException if any rule of the format is broken
   */
  public static SafetensorsReader read(Path file, MemorySegment segment)
      throws WeightFormatException {
    long length = headerLength(file, segment);
    JsonObject header = header(file, segment, (int) length);
    List<TensorEntry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : header.members().entrySet()) {
      if (member.getKey().equals(METADATA)) {
        metadata.putAll(metadata(file, member.getValue()));
      } else {
        entries.add(entry(file, member.getKey(), member.getValue(), PREFIX + length));
      }
    }
    entries.sort(
        Comparator.comparingLong(TensorEntry::begin)
            .thenComparingLong(TensorEntry::bytes)
            .thenComparing(TensorEntry::name));
    checkLayout(file, entries, PREFIX + length, segment.byteSize());
    return new SafetensorsReader(entries, metadata);
  }

  private static long headerLength(Path file, MemorySegment segment) throws WeightFormatException {
    byte[] head =
        segment.asSlice(0, Math.min(segment.byteSize(), 200)).toArray(ValueLayout.JAVA_BYTE);
    String wrong = WrongContent.of(head).orElse("");
    if (!wrong.isEmpty()) {
      throw new WeightFormatException(
          head.length == 0 ? Kind.TRUNCATED : Kind.FORMAT, file + ": " + wrong);
    }
    if (head.length < PREFIX) {
      throw new WeightFormatException(
          Kind.TRUNCATED, file + ": cut off after " + head.length + " bytes; download it again");
    }
    if (head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
      throw new WeightFormatException(
          Kind.FORMAT, file + ": this is a zip archive, not a safetensors file");
    }
    long length = segment.get(LENGTH, 0);
    if (length < 0 || length > LARGEST_HEADER) {
      throw new WeightFormatException(
          Kind.RESOURCES,
          file
              + ": claims a header of "
              + Long.toUnsignedString(length)
              + " bytes, which no safetensors file may have");
    }
    if (length > segment.byteSize() - PREFIX) {
      throw new WeightFormatException(
          Kind.TRUNCATED, file + ": cut off in its header; download it again");
    }
    return length;
  }

  private static JsonObject header(Path file, MemorySegment segment, int length)
      throws WeightFormatException {
    byte[] bytes = segment.asSlice(PREFIX, length).toArray(ValueLayout.JAVA_BYTE);
    if (length == 0 || bytes[0] != '{') {
      throw new WeightFormatException(
          Kind.HEADER,
          file + ": the header does not begin with '{', so this is no safetensors file");
    }
    try {
      return Json.readObject(bytes, file.toString());
    } catch (JsonException e) {
      Kind kind =
          switch (e.problem()) {
            case DUPLICATE -> Kind.DUPLICATE;
            case LIMIT -> Kind.RESOURCES;
            case SYNTAX -> Kind.HEADER;
          };
      throw new WeightFormatException(kind, e.getMessage(), e);
    }
  }

  private static Map<String, String> metadata(Path file, JsonValue value)
      throws WeightFormatException {
    if (!(value instanceof JsonObject object)) {
      throw new WeightFormatException(
          Kind.HEADER, file + ": " + METADATA + " must be an object, not " + value.kind());
    }
    Map<String, String> notes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> note : object.members().entrySet()) {
      if (!(note.getValue() instanceof JsonString(String text))) {
        throw new WeightFormatException(
            Kind.HEADER,
            file
                + ": "
                + METADATA
                + " may hold strings only, but \""
                + note.getKey()
                + "\" is "
                + note.getValue().kind());
      }
      notes.put(note.getKey(), text);
    }
    return notes;
  }

  private static TensorEntry entry(Path file, String name, JsonValue value, long dataBegin)
      throws WeightFormatException {
    String where = file + ": tensor " + name;
    if (!(value instanceof JsonObject object)) {
      throw new WeightFormatException(
          Kind.HEADER, where + ": its entry must be an object, not " + value.kind());
    }
    for (String field : object.members().keySet()) {
      if (!FIELDS.contains(field)) {
        throw new WeightFormatException(Kind.HEADER, where + ": unknown field \"" + field + "\"");
      }
    }
    DType dtype = dtype(where, field(where, object, "dtype"));
    List<Long> shape = integers(where, field(where, object, "shape"), "shape", Kind.SHAPE);
    List<Long> offsets =
        integers(where, field(where, object, "data_offsets"), "data_offsets", Kind.HEADER);
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw new WeightFormatException(
          Kind.HEADER, where + ": data_offsets must be [begin, end], not " + offsets);
    }
    long bytes = offsets.get(1) - offsets.get(0);
    checkSize(where, dtype, shape, bytes);
    return new TensorEntry(
        name,
        dtype,
        shape,
        file,
        exact(where, () -> Math.addExact(dataBegin, offsets.get(0))),
        bytes);
  }

  private static JsonValue field(String where, JsonObject object, String name)
      throws WeightFormatException {
    return object
        .find(name)
        .orElseThrow(() -> new WeightFormatException(Kind.HEADER, where + ": no \"" + name + "\""));
  }

  private static DType dtype(String where, JsonValue value) throws WeightFormatException {
    if (value instanceof JsonString(String name)) {
      return DType.named(name)
          .orElseThrow(
              () ->
                  new WeightFormatException(
                      Kind.DTYPE, where + ": unknown dtype \"" + name + "\""));
    }
    throw new WeightFormatException(
        Kind.DTYPE, where + ": dtype must be a name, not " + value.kind());
  }

  private static List<Long> integers(String where, JsonValue value, String what, Kind kind)
      throws WeightFormatException {
    if (!(value instanceof JsonArray(List<JsonValue> values))) {
      throw new WeightFormatException(
          kind, where + ": " + what + " must be an array, not " + value.kind());
    }
    List<Long> integers = new ArrayList<>(values.size());
    for (JsonValue element : values) {
      if (!(element instanceof JsonNumber number) || !number.isInteger()) {
        throw new WeightFormatException(
            kind, where + ": " + what + " must hold integers, not " + element.kind());
      }
      if (number.literal().startsWith("-")) {
        throw new WeightFormatException(
            kind, where + ": " + what + " must not be negative: " + number.literal());
      }
      try {
        integers.add(Long.parseLong(number.literal()));
      } catch (NumberFormatException e) {
        throw new WeightFormatException(
            Kind.OVERFLOW, where + ": " + what + " beyond 64 bits: " + number.literal(), e);
      }
    }
    return integers;
  }

  private static void checkSize(String where, DType dtype, List<Long> shape, long bytes)
      throws WeightFormatException {
    long bits =
        exact(
            where,
            () -> {
              long product = dtype.bits();
              for (long dimension : shape) {
                product = Math.multiplyExact(product, dimension);
              }
              return product;
            });
    if (bits % Byte.SIZE != 0 || bits / Byte.SIZE != bytes) {
      throw new WeightFormatException(
          Kind.SHAPE,
          where + ": " + dtype + " " + brief(shape) + " does not fit its " + bytes + " bytes");
    }
  }

  private static String brief(List<Long> shape) {
    return shape.size() <= 8 ? shape.toString() : "of " + shape.size() + " dimensions";
  }

  private interface Exact {
    long get();
  }

  private static long exact(String where, Exact arithmetic) throws WeightFormatException {
    try {
      return arithmetic.get();
    } catch (ArithmeticException e) {
      throw new WeightFormatException(Kind.OVERFLOW, where + ": its size does not fit 64 bits", e);
    }
  }

  private static void checkLayout(Path file, List<TensorEntry> entries, long begin, long end)
      throws WeightFormatException {
    long at = begin;
    for (TensorEntry entry : entries) {
      if (entry.begin() != at) {
        throw new WeightFormatException(
            Kind.HEADER,
            file
                + ": tensor "
                + entry.name()
                + (entry.begin() > at
                    ? " leaves a hole before it"
                    : " overlaps the one before it"));
      }
      if (entry.bytes() > end - at) {
        throw new WeightFormatException(
            Kind.TRUNCATED, file + ": cut off in tensor " + entry.name() + "; download it again");
      }
      at += entry.bytes();
    }
    if (at != end) {
      throw new WeightFormatException(
          Kind.HEADER, file + ": " + (end - at) + " bytes follow the last tensor");
    }
  }
}
