package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.torch.Value.Storage;
import io.github.koelectra.weights.torch.Value.View;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code torch.save} writes: where the tensors lie, without copying them. Checksums are not
 * compared, for PyTorch may be told to write none.
 */
public final class TorchReader {
  private static final int HEAD = 8;
  private static final int PICKLE = 0x80;

  private TorchReader() {}

  /** Whether a file that begins with {@code head} is a zip archive or a pickle. */
  public static boolean recognises(byte[] head) {
    if (head.length < HEAD) {
      return head.length > 1 && (isPickle(head) || isZip(head));
    }
    // The length of a safetensors header may begin with the same bytes, but is never that large.
    boolean length = head[4] == 0 && head[5] == 0 && head[6] == 0 && head[7] == 0;
    return isEmptyZip(head) || (!length && (isPickle(head) || isZip(head)));
  }

  private static boolean isPickle(byte[] head) {
    return (head[0] & 0xFF) == PICKLE;
  }

  private static boolean isZip(byte[] head) {
    return head[0] == 'P' && head[1] == 'K';
  }

  private static boolean isEmptyZip(byte[] head) {
    return isZip(head) && head[2] == 5 && head[3] == 6;
  }

  /**
   * The tensors of {@code file}, whose bytes are {@code bytes}, by their names there, in the order
   * of the state dict.
   *
   * @throws WeightFormatException if it is malformed, or asks for anything but tensors
   */
  public static List<TensorEntry> read(Path file, MemorySegment bytes)
      throws WeightFormatException {
    try {
      byte[] head = new Cursor(bytes).take(Math.min(HEAD, bytes.byteSize()));
      return isZip(head) ? zip(file, bytes) : entries(file, LegacyFile.read(bytes));
    } catch (PickleException e) {
      throw e.of(file);
    }
  }

  private static List<TensorEntry> zip(Path file, MemorySegment bytes) throws PickleException {
    ZipRecords records = ZipRecords.read(bytes);
    Map<String, View> tensors = StateDictValue.tensors(PickleMachine.read(records.pickle()));
    Map<String, Long> begins = new LinkedHashMap<>();
    for (View view : tensors.values()) {
      Storage storage = view.storage();
      begins.put(storage.key(), records.begin(storage));
    }
    return entries(file, new PlacedTensors(tensors, begins));
  }

  private static List<TensorEntry> entries(Path file, PlacedTensors placed) {
    List<TensorEntry> entries = new ArrayList<>(placed.tensors().size());
    placed
        .tensors()
        .forEach(
            (name, view) ->
                entries.add(entry(file, name, view, placed.begins().get(view.storage().key()))));
    return entries;
  }

  private static TensorEntry entry(Path file, String name, View view, long begin) {
    int width = view.storage().dtype().bits() / Byte.SIZE;
    boolean empty = view.shape().contains(0L);
    return new TensorEntry(
        name,
        view.storage().dtype(),
        view.shape(),
        view.strides(),
        file,
        empty ? begin : begin + view.offset() * width,
        empty ? 0 : ViewRules.extent(view) * width);
  }
}
