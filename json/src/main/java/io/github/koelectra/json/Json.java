package io.github.koelectra.json;

import io.github.koelectra.json.JsonException.Problem;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonBoolean;
import io.github.koelectra.json.JsonValue.JsonNull;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes JSON (RFC 8259): UTF-8 without a byte order mark, no duplicate names, no lone
 * surrogates, nothing behind the value, bounded depth. Safe to share between threads.
 */
public final class Json {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_LENGTH = 400;
  private static final int MAX_NAME_LENGTH = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /**
   * The value in the file {@code path}.
   *
   * @throws JsonException if it is not JSON
   * @throws IOException if it cannot be read
   */
  public static JsonValue read(Path path) throws IOException {
    return read(Files.readAllBytes(path), path.toString());
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

  /** The value in {@code bytes}, which {@code source} names in messages. */
  public static JsonValue read(byte[] bytes, String source) throws JsonException {
    var wrong = WrongContent.of(bytes);
    if (wrong.isPresent()) {
      throw new JsonException(source + ": " + wrong.get());
    }
    return parse(decode(bytes, source), source);
  }

  private static String decode(byte[] bytes, String source) throws JsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException(Problem.SYNTAX, source + ": not UTF-8 text, so not JSON", e);
    }
  }

  private static JsonValue parse(String text, String source) throws JsonException {
    if (text.startsWith("\uFEFF")) {
      throw new JsonException(source + ": begins with a byte order mark, which JSON must not have");
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new JsonException(source + ": holds no JSON value");
      }
      JsonValue value = value(parser, source);
      if (parser.nextToken() != null) {
        throw new JsonException(source + ": something follows the JSON value");
      }
      return value;
    } catch (StreamConstraintsException e) {
      String limits = " levels or with an overlong number or name";
      throw new JsonException(
          Problem.LIMIT, source + ": JSON deeper than " + MAX_DEPTH + limits, e);
    } catch (StreamReadException e) {
      var at = e.getLocation();
      String position = " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      String reason = firstLine(e.getOriginalMessage());
      Problem problem = reason.startsWith("Duplicate") ? Problem.DUPLICATE : Problem.SYNTAX;
      throw new JsonException(problem, source + ": not valid JSON" + position + ": " + reason, e);
    }
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() > 160 ? line.substring(0, 160) + "…" : line;
  }

  private static JsonValue value(JsonParser parser, String source) throws JsonException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, source);
      case START_ARRAY -> array(parser, source);
      case VALUE_STRING -> new JsonString(wellFormed(parser.getString(), source));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> new JsonNull();
      default -> throw new JsonException(source + ": not valid JSON");
    };
  }

  private static JsonObject object(JsonParser parser, String source) throws JsonException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName(), source);
      parser.nextToken();
      members.put(name, value(parser, source));
    }
    return new JsonObject(source, members);
  }

  private static JsonArray array(JsonParser parser, String source) throws JsonException {
    List<JsonValue> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser, source));
    }
    return new JsonArray(values);
  }

  private static String wellFormed(String text, String source) throws JsonException {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new JsonException(source + ": a string holds half a surrogate pair");
    }
    return text;
  }

  /**
   * {@code value} as compact JSON text. Strings, numbers, booleans, lists and maps of such become
   * what they look like; floats are written with the fewest digits that read back as the same
   * float.
   */
  public static String write(Object value) {
    StringWriter text = new StringWriter();
    write(value, text);
    return text.toString();
  }

  private static void write(Object value, Writer out) {
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      put(generator, value);
    }
  }

  private static void put(JsonGenerator generator, Object value) {
    switch (value) {
      case JsonObject object -> put(generator, object.members());
      case JsonArray array -> put(generator, array.values());
      case JsonString(String text) -> generator.writeString(text);
      case JsonNumber(String literal) -> generator.writeNumber(literal);
      case JsonBoolean(boolean flag) -> generator.writeBoolean(flag);
      case JsonNull() -> generator.writeNull();
      case CharSequence text -> generator.writeString(text.toString());
      case Boolean flag -> generator.writeBoolean(flag);
      case Float number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case Number number -> generator.writeNumber(number.longValue());
      case int[] numbers -> generator.writeArray(numbers, 0, numbers.length);
      case Iterable<?> values -> {
        generator.writeStartArray();
        values.forEach(v -> put(generator, v));
        generator.writeEndArray();
      }
      case Map<?, ?> members -> {
        generator.writeStartObject();
        members.forEach(
            (name, member) -> {
              generator.writeName(name.toString());
              put(generator, member);
            });
        generator.writeEndObject();
      }
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }
}
