package io.github.koelectra.weights.tensorflow;

import io.github.koelectra.weights.WeightFormatException;
import java.util.ArrayList;
import java.util.List;

/** The fields of a protocol buffer in their order; nothing is known of what they mean. */
final class Message {
  private static final int NUMBER = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int BYTES = 2;
  private static final int FOUR_BYTES = 5;

  private Message() {}

  /**
   * A field.
   *
   * @param id which one it is
   * @param number its value, if that is a number
   * @param bytes its bytes, if it is a text or a message; else none
   */
  record Field(int id, long number, ByteCursor bytes) {}

  static List<Field> fields(ByteCursor cursor) throws WeightFormatException {
    List<Field> fields = new ArrayList<>();
    while (cursor.remaining() > 0) {
      long tag = cursor.varint();
      long id = tag >>> 3;
      if (id < 1 || id > Integer.MAX_VALUE) {
        throw cursor.wrong("an entry of it has no proper fields");
      }
      fields.add(field(cursor, (int) id, (int) (tag & 7)));
    }
    return fields;
  }

  private static Field field(ByteCursor cursor, int id, int wire) throws WeightFormatException {
    return switch (wire) {
      case NUMBER -> new Field(id, cursor.varint(), cursor.part(0));
      case EIGHT_BYTES -> new Field(id, 0, cursor.part(Long.BYTES));
      case BYTES -> new Field(id, 0, cursor.part(cursor.length()));
      case FOUR_BYTES -> new Field(id, cursor.fixed32(), cursor.part(0));
      default -> throw cursor.wrong("an entry of it has a field of unknown form");
    };
  }
}
