package io.github.koelectra.weights;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * A format of weights that is not built in. Implementations are found as services ({@link
 * java.util.ServiceLoader}) and are safe to share between threads.
 */
public interface WeightFormat {
  /** What such a file is called in a model directory, where {@link Checkpoint} looks for it. */
  String fileName();

  /** Whether {@code file} is of this format, told by its name or by its first bytes. */
  boolean matches(Path file, byte[] head);

  /**
   * Where the tensors of {@code file} are in it. Their elements are little-endian and row-major,
   * and lie inside {@code bytes}, the mapped file.
   *
   * @throws WeightFormatException if the file is malformed
   */
  List<TensorEntry> entries(Path file, MemorySegment bytes) throws IOException;
}
