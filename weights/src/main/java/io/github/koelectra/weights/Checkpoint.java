package io.github.koelectra.weights;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.safetensors.SafetensorsReader;
import io.github.koelectra.weights.tensorflow.BundleReader;
import io.github.koelectra.weights.torch.TorchReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open checkpoint: a model directory, or a single file of weights, mapped into memory. Reading
 * is safe from several threads; what was mapped ends with {@link #close}, and later reads throw
 * {@link IllegalStateException}.
 */
public final class Checkpoint implements AutoCloseable {
  /** What a model directory may hold, best first. */
  private static final List<String> NAMES =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private static final int HEAD = 512;

  /**
   * Found once, from the loader of this class: what a program has at all, not what a thread sees.
   */
  private static final List<WeightFormat> FORMATS =
      ServiceLoader.load(WeightFormat.class, WeightFormat.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

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
   * Opens the weights of a model directory ({@code model.safetensors} or {@code pytorch_model.bin},
   * or the shards that the index of either lists), one such file, or the shards of one such index.
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
    boolean directory = Files.isDirectory(path);
    Optional<Path> file = directory ? preferred(path).or(this::otherFile) : Optional.empty();
    Optional<Path> bundle = file.isPresent() ? Optional.empty() : BundleFiles.index(path);
    if (file.isPresent()) {
      readFile(file.get());
    } else if (bundle.isPresent()) {
      readBundle(bundle.get());
    } else if (directory) {
      throw new WeightFormatException(
          Kind.MISSING,
          path + ": no weights here; looked for " + String.join(", ", NAMES) + otherFormats());
    } else if (!Files.exists(path)) {
      throw new WeightFormatException(Kind.MISSING, path + ": no such file or directory");
    } else {
      readFile(path);
    }
  }

  private static Optional<Path> preferred(Path directory) {
    return NAMES.stream().map(directory::resolve).filter(Files::exists).findFirst();
  }

  private void readFile(Path file) throws IOException {
    if (isIndex(file)) {
      readShards(file);
    } else {
      read(file);
    }
  }

  /** Whether {@code file} is by its name an index of shards. */
  public static boolean isIndex(Path file) {
    return file.toString().endsWith(".safetensors.index.json")
        || file.toString().endsWith(".bin.index.json");
  }

  /**
   * Whether {@code path} is a TensorFlow checkpoint: its index, its prefix, or a directory that
   * holds one and no safetensors, which are preferred. Such are published without a configuration.
   *
   * @throws IOException if a directory cannot be listed
   */
  public static boolean isTensorFlow(Path path) throws IOException {
    return preferred(path).isEmpty() && BundleFiles.index(path).isPresent();
  }

  private void readShards(Path file) throws IOException {
    ShardIndex index = ShardIndex.read(file);
    for (Path shard : index.shards()) {
      read(shard);
    }
    index.check(entries);
  }

  private String otherFormats() {
    return Files.exists(path.resolve("tf_model.h5"))
        ? "; tf_model.h5 is there, which the command reads: koelectra convert " + path + " OUT"
        : "";
  }

  private void readBundle(Path index) throws IOException {
    BundleReader bundle = BundleReader.read(index, this::map);
    for (TensorEntry entry : bundle.entries()) {
      add(entry, bundle.files().get(entry.file()));
    }
  }

  private Optional<Path> otherFile() {
    return FORMATS.stream()
        .map(format -> path.resolve(format.fileName()))
        .filter(Files::exists)
        .findFirst();
  }

  private MemorySegment map(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new WeightFormatException(Kind.FORMAT, file + ": a directory, not a file of weights");
    }
    if (!Files.isRegularFile(file)) {
      // Opening a pipe would wait for a writer.
      throw new WeightFormatException(Kind.FORMAT, file + ": not a regular file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private void read(Path file) throws IOException {
    MemorySegment segment = map(file);
    byte[] head =
        segment.asSlice(0, Math.min(segment.byteSize(), HEAD)).toArray(ValueLayout.JAVA_BYTE);
    for (TensorEntry entry : entries(file, segment, head)) {
      add(entry, segment);
    }
  }

  private List<TensorEntry> entries(Path file, MemorySegment segment, byte[] head)
      throws IOException {
    for (WeightFormat format : FORMATS) {
      if (format.matches(file, head)) {
        return format.entries(file, segment);
      }
    }
    if (TorchReader.recognises(head)) {
      return TorchReader.read(file, segment);
    }
    SafetensorsReader header = SafetensorsReader.read(file, segment);
    metadata.putAll(header.metadata());
    return header.entries();
  }

  private void add(TensorEntry entry, MemorySegment file) throws WeightFormatException {
    if (tensors.putIfAbsent(entry.name(), MappedTensor.of(entry, file)) != null) {
      throw new WeightFormatException(
          Kind.DUPLICATE,
          entry.file() + ": tensor " + entry.name() + " is in it or its shards twice");
    }
    entries.add(entry);
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

  /**
   * The tensors of one model in it, by the names transformers gives them: without the prefixes of
   * wrappers and of a pretraining checkpoint, TensorFlow's names translated and its kernels
   * transposed, buffers left out. Of a pretraining checkpoint's two models one is taken, where the
   * generator may share the other's embeddings; where there is one model, any part means that.
   *
   * @throws WeightFormatException if two tensors come to have one name
   */
  public StateDict stateDict(Part part) throws WeightFormatException {
    TensorNames.Found found = TensorNames.of(tensors.keySet(), part);
    if (found.clash().isPresent()) {
      TensorNames.Clash clash = found.clash().get();
      throw new WeightFormatException(
          Kind.DUPLICATE,
          path + ": " + clash.first() + " and " + clash.second() + " are both " + clash.name());
    }
    Map<String, MappedTensor> named = new LinkedHashMap<>();
    found
        .tensors()
        .forEach(
            (name, stored) ->
                named.put(name, tensors.get(stored.stored()).as(name, stored.transposed())));
    return new StateDict(path, named);
  }

  /** The tensors by their names in the file. */
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
