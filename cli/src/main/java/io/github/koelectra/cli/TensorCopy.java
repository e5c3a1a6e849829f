package io.github.koelectra.cli;

import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.StateDict;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.LongConsumer;

/**
 * Writes the elements of a checkpoint's tensor as another type, a piece at a time.
 *
 * @param state where it is
 * @param tensor its name and shape in a model
 * @param dtype the type to write
 * @param changes counts what that changes
 * @param written is told of every piece, in bytes
 */
record TensorCopy(
    StateDict state, TensorEntry tensor, DType dtype, Changes changes, LongConsumer written)
    implements Elements {
  private static final int PIECE = 8192;

  @Override
  public void writeTo(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
    double[] piece = new double[PIECE];
    for (long done = 0; done < tensor.size(); done += PIECE) {
      int length = (int) Math.min(PIECE, tensor.size() - done);
      state.read(tensor.name(), done, piece, length);
      for (int i = 0; i < length; i++) {
        if (buffer.remaining() < Long.BYTES) {
          drain(buffer, channel);
        }
        changes.count(piece[i], put(piece[i], buffer));
      }
      written.accept((long) length * dtype.bits() / Byte.SIZE);
    }
  }

  /** Writes one value and tells what it is when read again. */
  private double put(double value, ByteBuffer buffer) {
    return switch (dtype) {
      case F64 -> {
        buffer.putDouble(value);
        yield value;
      }
      case F32 -> {
        buffer.putFloat((float) value);
        yield (float) value;
      }
      case F16 -> put(WeightType.F16, (float) value, buffer);
      case BF16 -> put(WeightType.BF16, (float) value, buffer);
      default -> throw new IllegalStateException("no real numbers: " + dtype);
    };
  }

  private static double put(WeightType type, float value, ByteBuffer buffer) {
    short half = type.narrow(value);
    buffer.putShort(half);
    return type.widen(half);
  }

  private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
