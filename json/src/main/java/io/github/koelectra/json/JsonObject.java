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
  private static final int LONGEST_INTEGER = 18;

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

  private <T extends JsonValue> Optional<T> given(String name, Class<T> kind, String wanted)
      throws JsonException {
    JsonValue value = members.get(name);
    if (value == null || value instanceof JsonNull) {
      return Optional.empty();
    }
    if (!kind.isInstance(value)) {
      throw wrong(name, wanted, value);
    }
    return Optional.of(kind.cast(value));
  }

  /** The string {@code name}, if it is given. */
  public Optional<String> findString(String name) throws JsonException {
    return given(name, JsonString.class, "a string").map(JsonString::value);
  }

  /** The boolean {@code name}, if it is given. */
  public Optional<Boolean> findBoolean(String name) throws JsonException {
    return given(name, JsonBoolean.class, "true or false").map(JsonBoolean::value);
  }

  /** The integer {@code name}, if it is given; it must be written as one, in 18 digits at most. */
  public Optional<Long> findLong(String name) throws JsonException {
    Optional<JsonNumber> number = given(name, JsonNumber.class, "an integer");
    if (number.isPresent()) {
      JsonNumber found = number.get();
      if (!found.isInteger() || found.literal().length() > LONGEST_INTEGER) {
        throw wrong(name, "an integer", found);
      }
      return Optional.of(Long.valueOf(found.literal()));
    }
    return Optional.empty();
  }

  /** The number {@code name}, if it is given; it must not be beyond what a double holds. */
  public Optional<Double> findDouble(String name) throws JsonException {
    Optional<JsonNumber> number = given(name, JsonNumber.class, "a finite number");
    if (number.isPresent()) {
      double value = Double.parseDouble(number.get().literal());
      if (!Double.isFinite(value)) {
        throw wrong(name, "a finite number", number.get());
      }
      return Optional.of(value);
    }
    return Optional.empty();
  }

  /** The object {@code name}, if it is given. */
  public Optional<JsonObject> findObject(String name) throws JsonException {
    return given(name, JsonObject.class, "an object");
  }

  /** The array {@code name}, if it is given. */
  public Optional<JsonArray> findArray(String name) throws JsonException {
    return given(name, JsonArray.class, "an array");
  }

  private JsonException wrong(String name, String wanted, JsonValue found) {
    return new JsonException(
        source + ": \"" + name + "\" must be " + wanted + ", not " + found.kind());
  }
}
