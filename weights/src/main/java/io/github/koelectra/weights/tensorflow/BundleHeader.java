package io.github.koelectra.weights.tensorflow;

import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.tensorflow.Message.Field;

/**
 * TensorFlow's {@code BundleHeaderProto}: what the empty key of an index says of the whole.
 *
 * @param shards how many data files there are
 */
record BundleHeader(int shards) {
  private static final int NUM_SHARDS = 1;
  private static final int ENDIANNESS = 2;
  private static final int VERSION = 3;
  private static final int MIN_CONSUMER = 2;
  private static final int OUR_VERSION = 1;
  private static final int MOST_SHARDS = 100_000;

  static BundleHeader read(ByteCursor cursor) throws WeightFormatException {
    long shards = 0;
    for (Field field : Message.fields(cursor)) {
      switch (field.id()) {
        case NUM_SHARDS -> shards = field.number();
        case ENDIANNESS -> checkEndianness(cursor, field.number());
        case VERSION -> checkVersion(field.bytes());
        default -> {
          // Nothing we need.
        }
      }
    }
    if (shards < 1 || shards > MOST_SHARDS) {
      throw cursor.wrong("it claims " + shards + " data files");
    }
    return new BundleHeader((int) shards);
  }

  private static void checkEndianness(ByteCursor cursor, long value) throws WeightFormatException {
    if (value != 0) {
      throw cursor.wrong(Kind.FORMAT, "written on a big-endian machine, which is not supported");
    }
  }

  private static void checkVersion(ByteCursor version) throws WeightFormatException {
    for (Field field : Message.fields(version)) {
      if (field.id() == MIN_CONSUMER && field.number() > OUR_VERSION) {
        throw version.wrong(Kind.FORMAT, "of a newer version than this program reads");
      }
    }
  }
}
