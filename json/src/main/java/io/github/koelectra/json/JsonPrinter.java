package io.github.koelectra.json;

import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonBoolean;
import io.github.koelectra.json.JsonValue.JsonNull;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes plain Java values as JSON. */
record JsonPrinter(JsonGenerator generator) {
  private static final JsonFactory FACTORY = new JsonFactory();

  static String print(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      new JsonPrinter(generator).put(value);
    }
    return Surrogates.escape(text.toString());
  }

  private void put(Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case Optional<?> optional -> put(optional.orElse(null));
      case JsonValue json -> putJson(json);
      case CharSequence text -> generator.writeString(text.toString());
      case Boolean flag -> generator.writeBoolean(flag);
      case Number number -> putNumber(number);
      case Iterable<?> values -> putAll(values);
      case Map<?, ?> members -> putMembers(members);
      case int[] numbers -> generator.writeArray(numbers, 0, numbers.length);
      case long[] numbers -> generator.writeArray(numbers, 0, numbers.length);
      case float[] numbers -> putAll(numbers);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private void putJson(JsonValue value) {
    switch (value) {
      case JsonObject object -> putMembers(object.members());
      case JsonArray array -> putAll(array.values());
      case JsonString(String text) -> generator.writeString(text);
      case JsonNumber(String literal) -> generator.writeNumber(literal);
      case JsonBoolean(boolean flag) -> generator.writeBoolean(flag);
      case JsonNull() -> generator.writeNull();
    }
  }

  private void putNumber(Number number) {
    switch (number) {
      case Float f when Float.isFinite(f) -> generator.writeNumber(f);
      case Double d when Double.isFinite(d) -> generator.writeNumber(d);
      case Float _, Double _ -> generator.writeNull();
      case Long _, Integer _, Short _, Byte _ -> generator.writeNumber(number.longValue());
      default -> throw new IllegalArgumentException("no JSON for " + number.getClass());
    }
  }

  private void putAll(Iterable<?> values) {
    generator.writeStartArray();
    values.forEach(this::put);
    generator.writeEndArray();
  }

  private void putAll(float[] values) {
    generator.writeStartArray();
    for (float value : values) {
      putNumber(value);
    }
    generator.writeEndArray();
  }

  private void putMembers(Map<?, ?> members) {
    generator.writeStartObject();
    members.forEach(
        (name, member) -> {
          generator.writeName(name.toString());
          put(member);
        });
    generator.writeEndObject();
  }
}
