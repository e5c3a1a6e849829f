package io.github.koelectra.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An object with its members in the order of the file. The typed look-ups treat a missing member
 * and one that is null alike, and say where a member of another kind stands. Immutable.
 *
 * @param source the file or member this was read from, for messages
 * @param members by name
 */
public record JsonObject(String source, Map<String, JsonValue> members) implements JsonValue {
  /** Copies the members, keeping their order. */
  public JsonObject {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  @Override
  public String kind() {
    return "an object";
  }

  /** The member {@code name}, null values included. */
  public Optional<JsonValue> find(String name) {
    return Optional.ofNullable(members.get(name));
  }

  private Optional<JsonValue> given(String name) {
    return find(name).filter(v -> !(v instanceof JsonNull));
  }

  /** The string {@code name}, if it is given. */
  public Optional<String> findString(String name) throws JsonException {
    return switch (given(name).orElse(null)) {
      case null -> Optional.empty();
      case JsonString(String value) -> Optional.of(value);
      case JsonValue other -> throw wrong(name, "a string", other);
    };
  }

  /** The boolean {@code name}, if it is given. */
  public Optional<Boolean> findBoolean(String name) throws JsonException {
    return switch (given(name).orElse(null)) {
      case null -> Optional.empty();
      case JsonBoolean(boolean value) -> Optional.of(value);
      case JsonValue other -> throw wrong(name, "true or false", other);
    };
  }

  /** The integer {@code name}, if it is given; it must be written as one, in 18 digits at most. */
  public Optional<Long> findLong(String name) throws JsonException {
    JsonValue value = given(name).orElse(null);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonNumber number
        && number.isInteger()
        && number.literal().length() < 19) {
      return Optional.of(Long.parseLong(number.literal()));
    }
    throw wrong(name, "an integer", value);
  }

  /** The number {@code name}, if it is given; it must not be beyond what a double holds. */
  public Optional<Double> findDouble(String name) throws JsonException {
    return switch (given(name).orElse(null)) {
      case null -> Optional.empty();
      case JsonNumber(String literal) when Double.isFinite(Double.parseDouble(literal)) ->
          Optional.of(Double.valueOf(literal));
      case JsonValue other -> throw wrong(name, "a finite number", other);
    };
  }

  /** The object {@code name}, if it is given. */
  public Optional<JsonObject> findObject(String name) throws JsonException {
    return switch (given(name).orElse(null)) {
      case null -> Optional.empty();
      case JsonObject object -> Optional.of(object);
      case JsonValue other -> throw wrong(name, "an object", other);
    };
  }

  /** The array {@code name}, if it is given. */
  public Optional<JsonArray> findArray(String name) throws JsonException {
    return switch (given(name).orElse(null)) {
      case null -> Optional.empty();
      case JsonArray array -> Optional.of(array);
      case JsonValue other -> throw wrong(name, "an array", other);
    };
  }

  private JsonException wrong(String name, String wanted, JsonValue found) {
    return new JsonException(
        source + ": \"" + name + "\" must be " + wanted + ", not " + found.kind());
  }
}
