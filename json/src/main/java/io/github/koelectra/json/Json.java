package io.github.koelectra.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads and writes JSON (RFC 8259): UTF-8 without a byte order mark, no duplicate names, no lone
 * surrogates, nothing behind the value, bounded depth, length and number of values. Safe to share
 * between threads.
 */
public final class Json {
  private Json() {}

  /**
   * The value in the file {@code path}.
   *
   * @throws JsonException if it is not JSON
   * @throws IOException if it cannot be read
   */
  public static JsonValue read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new JsonException(path + ": a directory, not a JSON file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new JsonReader(path.toString()).read(in);
    }
  }

  /** The value in {@code bytes}, which {@code source} names in messages. */
  public static JsonValue read(byte[] bytes, String source) throws JsonException {
    try {
      return new JsonReader(source).read(new ByteArrayInputStream(bytes));
    } catch (JsonException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }

  /**
   * The object in the file {@code path}.
   *
   * @throws JsonException if it is not JSON or not an object
   * @throws IOException if it cannot be read
   */
  public static JsonObject readObject(Path path) throws IOException {
    return asObject(read(path), path.toString());
  }

  /** The object in {@code bytes}, which {@code source} names in messages. */
  public static JsonObject readObject(byte[] bytes, String source) throws JsonException {
    return asObject(read(bytes, source), source);
  }

  private static JsonObject asObject(JsonValue value, String source) throws JsonException {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new JsonException(source + ": a JSON object was expected, not " + value.kind());
  }

  /**
   * {@code value} as compact JSON text on one line. A {@link JsonValue}, a string, a boolean, an
   * integer, a float or double, an array of integers or floats, a list and a map become what they
   * look like; null, an empty {@link java.util.Optional} and what is no number become null, as in
   * ECMAScript. Floats are written with the fewest digits that read back as the same float; half a
   * surrogate pair is escaped, so the text can always be encoded.
   *
   * @throws IllegalArgumentException if {@code value} holds anything else
   */
  public static String write(Object value) {
    return JsonPrinter.print(value);
  }
}
