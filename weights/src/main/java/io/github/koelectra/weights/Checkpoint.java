package io.github.koelectra.weights;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.safetensors.SafetensorsReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open checkpoint: a model directory, or a single file of weights, mapped into memory. Reading
 * is safe from several threads; what was mapped ends with {@link #close}, and later reads throw
 * {@link IllegalStateException}.
 */
public final class Checkpoint implements AutoCloseable {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final Path path;
  private final Arena arena;
  private final Map<String, MappedTensor> tensors = new LinkedHashMap<>();
  private final List<TensorEntry> entries = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Checkpoint(Path path, Arena arena) {
    this.path = path;
    this.arena = arena;
  }

  /**
   * Opens the weights of a model directory ({@code model.safetensors}, or the shards that {@code
   * model.safetensors.index.json} lists), one {@code .safetensors} file, or the shards of one
   * {@code .safetensors.index.json}.
   *
   * @throws WeightFormatException if nothing is there to open, or it is malformed
   * @throws IOException if a file cannot be read
   */
  public static Checkpoint open(Path path) throws IOException {
    Checkpoint checkpoint = new Checkpoint(path, Arena.ofShared());
    try {
      checkpoint.readAll();
      return checkpoint;
    } catch (IOException | RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  private void readAll() throws IOException {
    if (!Files.isDirectory(path)) {
      if (!Files.exists(path)) {
        throw new WeightFormatException(Kind.MISSING, path + ": no such file or directory");
      }
      if (isIndex(path)) {
        readShards(path);
      } else {
        read(path);
      }
    } else if (Files.exists(path.resolve(SINGLE))) {
      read(path.resolve(SINGLE));
    } else if (Files.exists(path.resolve(INDEX))) {
      readShards(path.resolve(INDEX));
    } else {
      throw new WeightFormatException(
          Kind.MISSING,
          path + ": no weights here; looked for " + SINGLE + " and " + INDEX + otherFormats());
    }
  }

  /** Whether {@code file} is by its name an index of shards. */
  public static boolean isIndex(Path file) {
    return file.toString().endsWith(".safetensors.index.json");
  }

  private void readShards(Path file) throws IOException {
    ShardIndex index = ShardIndex.read(file);
    for (Path shard : index.shards()) {
      read(shard);
    }
    index.check(entries);
  }

  private String otherFormats() {
    for (String other : List.of("pytorch_model.bin", "tf_model.h5")) {
      if (Files.exists(path.resolve(other))) {
        return "; " + other + " is there, but this version reads safetensors only";
      }
    }
    return "";
  }

  private void read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new WeightFormatException(Kind.FORMAT, file + ": a directory, not a file of weights");
    }
    if (!Files.isRegularFile(file)) {
      // Opening a pipe would wait for a writer.
      throw new WeightFormatException(Kind.FORMAT, file + ": not a regular file");
    }
    MemorySegment segment;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    SafetensorsReader header = SafetensorsReader.read(file, segment);
    metadata.putAll(header.metadata());
    for (TensorEntry entry : header.entries()) {
      if (tensors.putIfAbsent(entry.name(), new MappedTensor(entry, segment)) != null) {
        throw new WeightFormatException(
            Kind.DUPLICATE, file + ": tensor " + entry.name() + " is in another shard too");
      }
      entries.add(entry);
    }
  }

  /** What was opened. */
  public Path path() {
    return path;
  }

  /** All tensors in the order of their files. */
  public List<TensorEntry> entries() {
    return List.copyOf(entries);
  }

  /** The notes the files carry, such as {@code format}. */
  public Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  /** The tensors by name, for a model to be built from. */
  public StateDict stateDict() {
    return new StateDict(path, tensors);
  }

  /**
   * The elements of an integer tensor.
   *
   * @throws WeightFormatException if there is no such tensor or it does not hold I64 or I32
   */
  public long[] readLongs(String name) throws WeightFormatException {
    return find(name).longs();
  }

  /**
   * The elements of a tensor of real numbers, without loss.
   *
   * @throws WeightFormatException if there is no such tensor or it does not hold real numbers
   */
  public double[] readDoubles(String name) throws WeightFormatException {
    return find(name).doubles();
  }

  private MappedTensor find(String name) throws WeightFormatException {
    MappedTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new WeightFormatException(Kind.MISSING, path + ": no tensor " + name);
    }
    return tensor;
  }

  /** Unmaps the files; closing again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      arena.close();
    }
  }
}
