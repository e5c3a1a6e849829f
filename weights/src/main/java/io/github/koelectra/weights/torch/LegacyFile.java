package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.torch.Value.Dict;
import io.github.koelectra.weights.torch.Value.Flag;
import io.github.koelectra.weights.torch.Value.Sequence;
import io.github.koelectra.weights.torch.Value.Storage;
import io.github.koelectra.weights.torch.Value.Text;
import io.github.koelectra.weights.torch.Value.View;
import io.github.koelectra.weights.torch.Value.Whole;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * The layout before PyTorch 1.6: pickles of a magic number, a protocol, the system, the state dict
 * and the storages' keys, then for each key a count of elements and the elements.
 */
final class LegacyFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final BigInteger PROTOCOL = BigInteger.valueOf(1001);

  private LegacyFile() {}

  static PlacedTensors read(MemorySegment bytes) throws PickleException {
    Cursor cursor = new Cursor(bytes);
    expect(PickleMachine.read(cursor), MAGIC, "this is a pickle, but not one of PyTorch's files");
    expect(PickleMachine.read(cursor), PROTOCOL, "written in an unknown version of the format");
    system(PickleMachine.read(cursor));
    Map<String, Storage> storages = new HashMap<>();
    Map<String, View> tensors = StateDictValue.tensors(PickleMachine.read(cursor, storages));
    Map<String, Long> begins = places(cursor, PickleMachine.read(cursor), storages);
    for (View view : tensors.values()) {
      if (!begins.containsKey(view.storage().key())) {
        throw new PickleException(
            Kind.MISSING, "storage " + view.storage().key() + " is not in the list of storages");
      }
    }
    return new PlacedTensors(tensors, begins);
  }

  private static void expect(Value value, BigInteger wanted, String otherwise)
      throws PickleException {
    if (!(value instanceof Whole(BigInteger found)) || !found.equals(wanted)) {
      throw new PickleException(Kind.FORMAT, otherwise);
    }
  }

  private static void system(Value value) throws PickleException {
    if (!(value instanceof Dict system)) {
      throw new PickleException(Kind.HEADER, "its system information is " + value.kind());
    }
    if (system.members.get("little_endian") instanceof Flag(boolean little) && !little) {
      throw new PickleException(
          Kind.FORMAT, "written on a big-endian machine; save it anew on another");
    }
  }

  /** Walks over all storages, those of other things than tensors of the state dict too. */
  private static Map<String, Long> places(Cursor cursor, Value keys, Map<String, Storage> storages)
      throws PickleException {
    if (!(keys instanceof Sequence list)) {
      throw new PickleException(Kind.HEADER, "its list of storages is " + keys.kind());
    }
    Map<String, Long> begins = new HashMap<>();
    for (Value value : list.values) {
      if (!(value instanceof Text(String key))) {
        throw new PickleException(Kind.HEADER, "a storage's name is " + value.kind());
      }
      Storage storage = storages.get(key);
      if (storage == null) {
        throw new PickleException(
            Kind.MISSING, "storage " + key + " is listed, but no tensor is said to be in it");
      }
      if (begins.putIfAbsent(key, place(cursor, storage)) != null) {
        throw new PickleException(Kind.HEADER, "storage " + key + " is listed twice");
      }
    }
    if (cursor.left() != 0) {
      throw new PickleException(
          Kind.HEADER, cursor.left() + " bytes follow the last storage; download it again");
    }
    return begins;
  }

  /** Steps over a storage; where its elements begin. */
  private static long place(Cursor cursor, Storage storage) throws PickleException {
    long elements = cursor.i64();
    int width = storage.dtype().bits() / Byte.SIZE;
    if (elements < 0) {
      throw new PickleException(
          Kind.HEADER, "storage " + storage.key() + " has " + elements + " elements");
    }
    if (elements > cursor.left() / width) {
      throw new PickleException(
          Kind.TRUNCATED, "cut off in storage " + storage.key() + "; download it again");
    }
    if (elements != storage.elements()) {
      throw new PickleException(
          Kind.HEADER,
          "storage "
              + storage.key()
              + " has "
              + elements
              + " elements, where the tensors say "
              + storage.elements());
    }
    return cursor.skip(elements * width);
  }
}
