package io.github.koelectra.json;

import java.util.List;

/** A JSON value. Immutable. */
public sealed interface JsonValue
    permits JsonObject,
        JsonValue.JsonArray,
        JsonValue.JsonString,
        JsonValue.JsonNumber,
        JsonValue.JsonBoolean,
        JsonValue.JsonNull {
  /** The name of the kind of value, for messages. */
  String kind();

  /** An array. */
  record JsonArray(List<JsonValue> values) implements JsonValue {
    /** Copies the values. */
    public JsonArray {
      values = List.copyOf(values);
    }

    @Override
    public String kind() {
      return "an array";
    }
  }

  /** A string. */
  record JsonString(String value) implements JsonValue {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number as it was written, so that nothing is lost. */
  record JsonNumber(String literal) implements JsonValue {
    /** Whether it was written without fraction and exponent. */
    public boolean isInteger() {
      boolean integer = true;
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        integer &= c == '-' || (c >= '0' && c <= '9');
      }
      return integer;
    }

    @Override
    public String kind() {
      return "the number " + (literal.length() > 40 ? literal.substring(0, 40) + "…" : literal);
    }
  }

  /** True or false. */
  record JsonBoolean(boolean value) implements JsonValue {
    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** Null. */
  record JsonNull() implements JsonValue {
    @Override
    public String kind() {
      return "null";
    }
  }
}
