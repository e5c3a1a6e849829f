package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.torch.Value.Storage;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/** The records of a zip archive of PyTorch: a pickle, and a record for each storage. */
final class ZipRecords {
  private static final String PICKLE = "data.pkl";
  private static final String CODE = "constants.pkl";
  private static final String BYTE_ORDER = "byteorder";
  private static final String LITTLE = "little";

  private final MemorySegment file;
  private final Map<String, ZipRecord> records;

  /** The folder in the archive, with a slash at its end. */
  private final String root;

  private ZipRecords(MemorySegment file, Map<String, ZipRecord> records, String root) {
    this.file = file;
    this.records = records;
    this.root = root;
  }

  static ZipRecords read(MemorySegment file) throws PickleException {
    Map<String, ZipRecord> records = new LinkedHashMap<>();
    for (ZipRecord listed : ZipDirectory.find(file).list(file)) {
      if (records.putIfAbsent(listed.name(), listed) != null) {
        throw new PickleException(Kind.DUPLICATE, "two records are named " + listed.name());
      }
    }
    ZipRecords found = new ZipRecords(file, records, root(records));
    found.checkKind();
    return found;
  }

  private static String root(Map<String, ZipRecord> records) throws PickleException {
    String root = "";
    for (String name : records.keySet()) {
      if (name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/')) {
        if (!root.isEmpty()) {
          throw new PickleException(
              Kind.DUPLICATE, "holds two files: " + root + PICKLE + " and " + name);
        }
        root = name.substring(0, name.length() - PICKLE.length());
      }
    }
    if (root.isEmpty()) {
      throw new PickleException(
          Kind.MISSING, "a zip archive without data.pkl, so not one of PyTorch's files");
    }
    return root;
  }

  private void checkKind() throws PickleException {
    if (records.containsKey(root + CODE)) {
      throw new PickleException(
          Kind.FORMAT, "holds a TorchScript program; save model.state_dict() instead");
    }
    ZipRecord order = records.get(root + BYTE_ORDER);
    boolean little =
        order == null
            || (order.size() == LITTLE.length()
                && ZipDirectory.at(file, order.begin()).text(order.size()).equals(LITTLE));
    if (!little) {
      throw new PickleException(
          Kind.FORMAT, "not written in little-endian order; save it anew on another machine");
    }
  }

  Cursor pickle() {
    ZipRecord pickle = records.get(root + PICKLE);
    return new Cursor(file.asSlice(pickle.begin(), pickle.size()));
  }

  /** Where the elements of a storage begin in the file. */
  long begin(Storage storage) throws PickleException {
    String name = root + "data/" + storage.key();
    ZipRecord data = records.get(name);
    if (data == null) {
      throw new PickleException(Kind.MISSING, "record " + name + " is not in the archive");
    }
    int width = storage.dtype().bits() / Byte.SIZE;
    if (storage.elements() > data.size() / width) {
      throw new PickleException(
          Kind.TRUNCATED, "record " + name + " has fewer than " + storage.elements() + " elements");
    }
    if (storage.elements() * width != data.size()) {
      throw new PickleException(
          Kind.HEADER, "record " + name + " has more than " + storage.elements() + " elements");
    }
    return data.begin();
  }
}
