package io.github.koelectra.cli.hdf5;

import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormat;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.jhdf.Superblock;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code tf_model.h5}: the data sets of an HDF5 file that are plain numbers one after another. */
public final class Hdf5Format implements WeightFormat {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
  private static final int HEAD = 256;

  /** For the JVM, which finds it as a service. */
  public Hdf5Format() {}

  @Override
  public String fileName() {
    return "tf_model.h5";
  }

  @Override
  public boolean matches(Path file, byte[] head) {
    return file.toString().endsWith(".h5") || isSigned(head);
  }

  private static boolean isSigned(byte[] head) {
    return head.length >= SIGNATURE.length
        && Arrays.equals(head, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  @Override
  public List<TensorEntry> entries(Path file, MemorySegment bytes) throws WeightFormatException {
    check(file, bytes);
    try {
      Superblock superblock = superblock(file, bytes);
      BoundedStorage storage = new BoundedStorage(bytes, superblock);
      List<TensorEntry> entries = new ArrayList<>();
      for (GroupTree.Found found : GroupTree.of(file, storage, root(storage, superblock))) {
        new DataSet(file, bytes.byteSize(), found).tensor().ifPresent(entries::add);
      }
      return entries;
    } catch (RuntimeException | StackOverflowError e) {
      throw refusal(file, e);
    }
  }

  private static void check(Path file, MemorySegment bytes) throws WeightFormatException {
    byte[] head =
        bytes
            .asSlice(0, Math.min(bytes.byteSize(), SIGNATURE.length))
            .toArray(ValueLayout.JAVA_BYTE);
    if (head.length == 0) {
      throw new WeightFormatException(Kind.TRUNCATED, file + ": is empty; download it again");
    }
    if (!isSigned(head)) {
      throw new WeightFormatException(
          Kind.FORMAT, file + ": does not begin like an HDF5 file, so it is none");
    }
  }

  private static Superblock superblock(Path file, MemorySegment bytes)
      throws WeightFormatException {
    MemorySegment head = bytes.asSlice(0, Math.min(bytes.byteSize(), HEAD));
    Superblock superblock =
        Superblock.readSuperblock(head.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    if (superblock.getBaseAddressByte() != 0
        || superblock.getSizeOfOffsets() != Long.BYTES
        || superblock.getSizeOfLengths() != Long.BYTES) {
      throw new WeightFormatException(
          Kind.FORMAT, file + ": kept in a layout that no saved model has");
    }
    if (Long.compareUnsigned(superblock.getEndOfFileAddress(), bytes.byteSize()) > 0) {
      throw new WeightFormatException(
          Kind.TRUNCATED,
          file
              + ": should have "
              + Long.toUnsignedString(superblock.getEndOfFileAddress())
              + " bytes, but has "
              + bytes.byteSize()
              + "; its download or copy was cut off, so get it again");
    }
    return superblock;
  }

  private static long root(BoundedStorage storage, Superblock superblock) {
    return switch (superblock) {
      case SuperblockV0V1 old ->
          new SymbolTableEntry(storage, old.getRootGroupSymbolTableAddress())
              .getObjectHeaderAddress();
      case SuperblockV2V3 latest -> latest.getRootGroupObjectHeaderAddress();
      default -> throw new IllegalStateException("no root group");
    };
  }

  /** Whatever the library thinks of a damaged file. */
  private static WeightFormatException refusal(Path file, Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof BoundedStorage.Exhausted || at instanceof StackOverflowError) {
        return new WeightFormatException(
            Kind.RESOURCES, file + ": its groups have more parts than any model's", e);
      }
    }
    return new WeightFormatException(
        Kind.HEADER, file + ": its structure is damaged; download it again", e);
  }
}
