package io.github.koelectra.weights.tensorflow;

import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.tensorflow.SortedTable.Row;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a TensorFlow checkpoint, as {@code tf.train.Saver} writes it. Its index is
 * checked whole and then the bytes of every variable, against the checksums stored with them. What
 * is no part of a model is left out: an optimizer's slots, the step count, and whatever does not
 * hold real numbers.
 *
 * @param entries the variables in the order of their names, under TensorFlow's names and in its
 *     shapes
 * @param files the bytes of the data files that hold them
 */
public record BundleReader(List<TensorEntry> entries, Map<Path, MemorySegment> files) {
  /** How the name of an index ends. */
  public static final String INDEX = ".index";

  private static final long LARGEST_INDEX = 4 << 20;
  private static final Set<String> SLOTS = Set.of("adam_m", "adam_v", "Adam", "Adam_1");
  private static final Set<String> COUNTS = Set.of("global_step", "beta1_power", "beta2_power");

  /** Copies both. */
  public BundleReader {
    entries = List.copyOf(entries);
    files = Map.copyOf(files);
  }

  /** Maps a file into memory. */
  @FunctionalInterface
  public interface Mapper {
    /** All bytes of {@code file}. */
    MemorySegment map(Path file) throws IOException;
  }

  /**
   * Reads the checkpoint whose index is {@code index}.
   *
   * @throws WeightFormatException if it is malformed, cut off or damaged
   * @throws IOException if a file cannot be read
   */
  public static BundleReader read(Path index, Mapper mapper) throws IOException {
    List<Row> rows = rows(index, mapper.map(index));
    if (rows.isEmpty() || rows.getFirst().key().length != 0) {
      throw new WeightFormatException(
          Kind.HEADER, index + ": does not say what it is; the index is damaged");
    }
    BundleHeader header = BundleHeader.read(rows.getFirst().value());
    Map<Path, MemorySegment> files = new LinkedHashMap<>();
    List<TensorEntry> entries = new ArrayList<>();
    for (Row row : rows.subList(1, rows.size())) {
      BundleEntry entry = BundleEntry.read(row.value());
      Optional<DType> type = entry.real();
      if (type.isPresent() && isModel(row)) {
        Path shard = shard(index, entry.shard(), header.shards(), row.name());
        MemorySegment bytes = files.get(shard);
        if (bytes == null) {
          bytes = mapper.map(present(shard));
          files.put(shard, bytes);
        }
        TensorEntry tensor = entry.in(shard, bytes.byteSize(), row.name(), type.get());
        check(tensor, bytes, entry.checksum());
        entries.add(tensor);
      }
    }
    return new BundleReader(entries, files);
  }

  private static List<Row> rows(Path index, MemorySegment segment) throws WeightFormatException {
    if (segment.byteSize() > LARGEST_INDEX) {
      throw new WeightFormatException(
          Kind.RESOURCES,
          index + ": has " + segment.byteSize() + " bytes, more than an index ever needs");
    }
    return SortedTable.read(index, segment.toArray(ValueLayout.JAVA_BYTE));
  }

  /** The parts of sliced variables have keys that begin with a zero byte. */
  private static boolean isModel(Row row) {
    String name = row.name();
    String last = name.substring(name.lastIndexOf('/') + 1);
    return row.key()[0] != 0 && !SLOTS.contains(last) && !COUNTS.contains(name);
  }

  private static Path shard(Path index, long shard, int shards, String name)
      throws WeightFormatException {
    if (shard < 0 || shard >= shards) {
      throw new WeightFormatException(
          Kind.HEADER,
          index + ": variable " + name + " should be in data file " + shard + " of " + shards);
    }
    String whole = index.getFileName().toString();
    String prefix = whole.substring(0, whole.length() - INDEX.length());
    return index.resolveSibling(
        prefix + String.format(Locale.ROOT, ".data-%05d-of-%05d", shard, shards));
  }

  private static Path present(Path shard) throws WeightFormatException {
    if (!Files.exists(shard)) {
      throw new WeightFormatException(
          Kind.MISSING,
          shard + ": this data file of the checkpoint is missing; put it beside its index");
    }
    return shard;
  }

  private static void check(TensorEntry tensor, MemorySegment file, int checksum)
      throws WeightFormatException {
    MemorySegment bytes = file.asSlice(tensor.begin(), tensor.bytes());
    if (Checksum.masked(bytes) != checksum) {
      throw new WeightFormatException(
          Kind.HEADER,
          tensor.file()
              + ": variable "
              + tensor.name()
              + ": its checksum does not fit, so the file is damaged; get it again");
    }
  }
}
