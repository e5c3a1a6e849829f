package io.github.koelectra.weights.safetensors;

import io.github.koelectra.json.Json;
import io.github.koelectra.weights.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a safetensors file: tensors by descending size of their elements, then by name, the header
 * padded to 8 bytes; under a temporary name first, so that nobody ever sees half a file.
 */
public final class SafetensorsWriter {
  private static final int BUFFER = 1 << 16;

  private SafetensorsWriter() {}

  /**
   * A tensor to be written.
   *
   * @param name its name
   * @param dtype their type
   * @param shape its dimensions
   * @param elements what writes them
   */
  public record NewTensor(String name, DType dtype, List<Long> shape, Elements elements) {
    /** Copies the shape. */
    public NewTensor {
      shape = List.copyOf(shape);
    }

    /** A tensor of floats, row-major. */
    public static NewTensor of(String name, float[] values, long... shape) {
      checkSize(name, values.length, shape);
      return new NewTensor(
          name,
          DType.F32,
          boxed(shape),
          (buffer, channel) -> {
            for (float value : values) {
              room(buffer, channel).putFloat(value);
            }
          });
    }

    /** A tensor of integers, row-major. */
    public static NewTensor of(String name, long[] values, long... shape) {
      checkSize(name, values.length, shape);
      return new NewTensor(
          name,
          DType.I64,
          boxed(shape),
          (buffer, channel) -> {
            for (long value : values) {
              room(buffer, channel).putLong(value);
            }
          });
    }

    /** A tensor of 32-bit integers, row-major. */
    public static NewTensor of(String name, int[] values, long... shape) {
      checkSize(name, values.length, shape);
      return new NewTensor(
          name,
          DType.I32,
          boxed(shape),
          (buffer, channel) -> {
            for (int value : values) {
              room(buffer, channel).putInt(value);
            }
          });
    }

    private static void checkSize(String name, int length, long[] shape) {
      long size = 1;
      for (long dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
      if (size != length) {
        throw new IllegalArgumentException(
            "tensor " + name + ": " + length + " elements for " + boxed(shape));
      }
    }

    private static List<Long> boxed(long[] shape) {
      return Arrays.stream(shape).boxed().toList();
    }

    private static ByteBuffer room(ByteBuffer buffer, WritableByteChannel channel)
        throws IOException {
      if (buffer.remaining() < Long.BYTES) {
        drain(buffer, channel);
      }
      return buffer;
    }

    private long bytes() {
      long size = dtype.bits() / Byte.SIZE;
      for (long dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
      return size;
    }
  }

  /** Writes the elements of a tensor through a little-endian buffer that is drained when full. */
  @FunctionalInterface
  public interface Elements {
    /** Puts all elements. */
    void writeTo(ByteBuffer buffer, WritableByteChannel channel) throws IOException;
  }

  /**
   * Writes {@code tensors} and {@code metadata} to {@code file}, replacing it only when all is
   * written.
   *
   * @throws IllegalArgumentException if two tensors have one name
   * @throws IOException if the file cannot be written; then it is as it was
   */
  public static void write(Path file, Map<String, String> metadata, List<NewTensor> tensors)
      throws IOException {
    List<NewTensor> ordered =
        tensors.stream()
            .sorted(
                Comparator.comparingInt((NewTensor t) -> -t.dtype().bits())
                    .thenComparing(NewTensor::name))
            .toList();
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException(file + ": not a regular file, so it cannot be replaced");
    }
    byte[] header = header(metadata, ordered);
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = target.resolveSibling(".koelectra-" + random + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeAll(channel, header, ordered);
        channel.force(true); // Or a loss of power may leave the name of a file without its bytes.
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + reason(e), e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Without the name of the temporary file, which nobody has asked for. */
  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is no such directory";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage();
    };
  }

  private static byte[] header(Map<String, String> metadata, List<NewTensor> tensors) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put("__metadata__", metadata);
    }
    long begin = 0;
    for (NewTensor tensor : tensors) {
      long end = begin + tensor.bytes();
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", tensor.dtype().name());
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(begin, end));
      if (tensor.name().equals(SafetensorsReader.METADATA)
          || header.put(tensor.name(), entry) != null) {
        throw new IllegalArgumentException("two tensors named " + tensor.name());
      }
      begin = end;
    }
    String json = Json.write(header);
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    String padding = " ".repeat(Math.floorMod(-length, Long.BYTES));
    return (json + padding).getBytes(StandardCharsets.UTF_8);
  }

  private static void writeAll(FileChannel channel, byte[] header, List<NewTensor> tensors)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(header.length);
    drain(buffer, channel);
    ByteBuffer text = ByteBuffer.wrap(header);
    while (text.hasRemaining()) {
      channel.write(text);
    }
    for (NewTensor tensor : tensors) {
      long begin = channel.position();
      tensor.elements().writeTo(buffer, channel);
      drain(buffer, channel);
      if (channel.position() - begin != tensor.bytes()) {
        throw new IllegalStateException("tensor " + tensor.name() + ": wrote other than its shape");
      }
    }
  }

  private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
