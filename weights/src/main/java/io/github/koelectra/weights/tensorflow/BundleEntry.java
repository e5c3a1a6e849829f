package io.github.koelectra.weights.tensorflow;

import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.tensorflow.Message.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * TensorFlow's {@code BundleEntryProto}: where a variable is.
 *
 * @param dtype TensorFlow's number of its element type
 * @param shape its dimensions
 * @param shard which data file holds it
 * @param offset where it begins there
 * @param size how many bytes it has
 * @param checksum of these bytes
 * @param sliced whether its bytes are kept in parts under other keys
 */
record BundleEntry(
    long dtype,
    List<Long> shape,
    long shard,
    long offset,
    long size,
    int checksum,
    boolean sliced) {
  private static final int DTYPE = 1;
  private static final int SHAPE = 2;
  private static final int SHARD_ID = 3;
  private static final int OFFSET = 4;
  private static final int SIZE = 5;
  private static final int CRC32C = 6;
  private static final int SLICES = 7;
  private static final int DIM = 2;
  private static final int DIM_SIZE = 1;
  private static final int MOST_DIMENSIONS = 8;

  static BundleEntry read(ByteCursor cursor) throws WeightFormatException {
    long[] numbers = new long[SLICES + 1];
    List<Long> shape = List.of();
    boolean sliced = false;
    for (Field field : Message.fields(cursor)) {
      switch (field.id()) {
        case DTYPE, SHARD_ID, OFFSET, SIZE, CRC32C -> numbers[field.id()] = field.number();
        case SHAPE -> shape = shape(field.bytes());
        case SLICES -> sliced = true;
        default -> {
          // Nothing we need.
        }
      }
    }
    return new BundleEntry(
        numbers[DTYPE],
        shape,
        numbers[SHARD_ID],
        numbers[OFFSET],
        numbers[SIZE],
        (int) numbers[CRC32C],
        sliced);
  }

  private static List<Long> shape(ByteCursor cursor) throws WeightFormatException {
    List<Long> shape = new ArrayList<>();
    for (Field field : Message.fields(cursor)) {
      if (field.id() == DIM) {
        long size = 0;
        for (Field part : Message.fields(field.bytes())) {
          size = part.id() == DIM_SIZE ? part.number() : size;
        }
        shape.add(size);
      }
    }
    return shape;
  }

  /** The element type, if it is one of real numbers; a model has no use for others. */
  Optional<DType> real() {
    return switch ((int) dtype) {
      case 1 -> Optional.of(DType.F32);
      case 2 -> Optional.of(DType.F64);
      case 14 -> Optional.of(DType.BF16);
      case 19 -> Optional.of(DType.F16);
      default -> Optional.empty();
    };
  }

  /** This variable as a tensor of {@code file}, which has {@code length} bytes. */
  TensorEntry in(Path file, long length, String name, DType type) throws WeightFormatException {
    String where = file + ": variable " + name + ": ";
    if (sliced) {
      throw new WeightFormatException(
          Kind.FORMAT, where + "kept in slices; save the checkpoint without partitioned variables");
    }
    if (shape.size() > MOST_DIMENSIONS || shape.stream().anyMatch(d -> d < 0)) {
      throw new WeightFormatException(
          Kind.SHAPE, where + "its dimensions are none, so its index is damaged");
    }
    long bits = bits(type, where);
    if (size < 0 || bits % Byte.SIZE != 0 || bits / Byte.SIZE != size) {
      throw new WeightFormatException(
          Kind.SHAPE, where + type + " " + shape + " does not fit its " + size + " bytes");
    }
    if (offset < 0 || offset > length || size > length - offset) {
      throw new WeightFormatException(
          Kind.TRUNCATED,
          where
              + "should end at byte "
              + Long.toUnsignedString(offset + size)
              + ", but the file has "
              + length
              + " bytes only; its download or copy was cut off, so get it again");
    }
    return new TensorEntry(name, type, shape, file, offset, size);
  }

  private long bits(DType type, String where) throws WeightFormatException {
    try {
      long bits = type.bits();
      for (long dimension : shape) {
        bits = Math.multiplyExact(bits, dimension);
      }
      return bits;
    } catch (ArithmeticException e) {
      throw new WeightFormatException(
          Kind.OVERFLOW, where + "its size does not fit 64 bits, so its index is damaged", e);
    }
  }
}
