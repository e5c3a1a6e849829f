package io.github.koelectra.weights.safetensors;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.json.WrongContent;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked whole before anything is allocated: an unsigned 64-bit
 * length, JSON of that length, then the tensors without holes or overlaps up to the file's end. The
 * rules are those of the reference implementation, and of the format's description where that is
 * stricter (no name twice, a brace first).
 *
 * @param entries the tensors in the order of their bytes
 * @param metadata the notes under {@code __metadata__}
 */
public record SafetensorsReader(List<TensorEntry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  private static final int PREFIX = Long.BYTES;
  private static final int HEAD = 200;
  private static final long LARGEST_HEADER = 100_000_000;
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
        HeaderEntry entry = new HeaderEntry(file, member.getKey());
        entries.add(entry.read(member.getValue(), PREFIX + length));
      }
    }
    Collections.sort(entries, SafetensorsReader::byPlace);
    checkLayout(file, entries, PREFIX + length, segment.byteSize());
    return new SafetensorsReader(entries, metadata);
  }

  private static int byPlace(TensorEntry a, TensorEntry b) {
    int order = Long.compare(a.begin(), b.begin());
    order = order != 0 ? order : Long.compare(a.bytes(), b.bytes());
    return order != 0 ? order : a.name().compareTo(b.name());
  }

  private static long headerLength(Path file, MemorySegment segment) throws WeightFormatException {
    byte[] head =
        segment.asSlice(0, Math.min(segment.byteSize(), HEAD)).toArray(ValueLayout.JAVA_BYTE);
    String wrong = WrongContent.of(head).orElse("");
    if (!wrong.isEmpty()) {
      Kind kind = head.length == 0 ? Kind.TRUNCATED : Kind.FORMAT;
      throw new WeightFormatException(kind, file + ": " + wrong);
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
        String found = " may hold strings only, but \"" + note.getKey() + "\" is ";
        throw new WeightFormatException(
            Kind.HEADER, file + ": " + METADATA + found + note.getValue().kind());
      }
      notes.put(note.getKey(), text);
    }
    return notes;
  }

  private static void checkLayout(Path file, List<TensorEntry> entries, long begin, long end)
      throws WeightFormatException {
    long at = begin;
    for (TensorEntry entry : entries) {
      if (entry.begin() != at) {
        String how =
            entry.begin() > at ? " leaves a hole before it" : " overlaps the one before it";
        throw new WeightFormatException(Kind.HEADER, file + ": tensor " + entry.name() + how);
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
