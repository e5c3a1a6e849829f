package io.github.koelectra.json;

import io.github.koelectra.json.JsonException.Problem;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonBoolean;
import io.github.koelectra.json.JsonValue.JsonNull;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON text. It is decoded as it is parsed, so what is held at any time is the tree so
 * far; the limits keep that tree small even when a file is made to fill the memory.
 *
 * @param source what messages call the text
 */
record JsonReader(String source) {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_LENGTH = 400;
  private static final int MAX_NAME_LENGTH = 1 << 20;
  private static final int MAX_LENGTH = 100_000_000;
  private static final int MAX_TOKENS = 2_000_000;
  private static final int MAX_STRING_LENGTH = 10_000_000;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  // Names are not canonicalised: those of tensors and of tokens each occur once.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxStringLength(MAX_STRING_LENGTH)
                  .maxDocumentLength(MAX_LENGTH)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  JsonValue read(InputStream stream) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream);
    in.mark(WrongContent.HEAD);
    byte[] head = in.readNBytes(WrongContent.HEAD);
    in.reset();
    var wrong = WrongContent.of(head);
    if (wrong.isPresent()) {
      throw new JsonException(source + ": " + wrong.get());
    }
    if (head.length >= 3 && Arrays.equals(head, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
      throw new JsonException(source + ": begins with a byte order mark, which JSON must not have");
    }
    return parse(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  private JsonValue parse(Reader text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new JsonException(source + ": holds no JSON value");
      }
      JsonValue value = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonException(source + ": something follows the JSON value");
      }
      return value;
    } catch (JacksonIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new JsonException(Problem.SYNTAX, source + ": not UTF-8 text, so not JSON", e);
      }
      throw e.getCause();
    } catch (StreamConstraintsException e) {
      String reason = reason(e).replaceAll(", from `[^`]*`", "");
      throw new JsonException(Problem.LIMIT, source + ": too large JSON: " + reason, e);
    } catch (JacksonException e) {
      var at = e.getLocation();
      String position = " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      String reason = reason(e);
      Problem problem = reason.startsWith("Duplicate") ? Problem.DUPLICATE : Problem.SYNTAX;
      throw new JsonException(problem, source + ": not valid JSON" + position + ": " + reason, e);
    }
  }

  /** The parser's reason without its advice for programmers, which begins with one of these. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "( \\(start marker at|: enable `| \\(not recognized| \\(for Object starting).*");

  private static String reason(JacksonException e) {
    String first = e.getOriginalMessage().lines().findFirst().orElse("");
    String line = ADVICE.matcher(first).replaceFirst("");
    return line.length() > 160 ? line.substring(0, 160) + "…" : line;
  }

  private JsonValue value(JsonParser parser) throws JsonException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new JsonString(wellFormed(parser.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> new JsonNull();
      default -> throw new JsonException(source + ": not valid JSON");
    };
  }

  private JsonObject object(JsonParser parser) throws JsonException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName());
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new JsonObject(source, members);
  }

  private JsonArray array(JsonParser parser) throws JsonException {
    List<JsonValue> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return new JsonArray(values);
  }

  private String wellFormed(String text) throws JsonException {
    if (Surrogates.firstLone(text) >= 0) {
      throw new JsonException(source + ": a string holds half a surrogate pair");
    }
    return text;
  }
}
