package io.github.koelectra.cli.hdf5;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * A mapped file as the library asks for it: views instead of copies, never beyond its end, and no
 * more of them than a real file needs, so that what is linked in circles comes to an end.
 */
final class BoundedStorage implements HdfBackingStorage {
  /** A file of a model has a few reads for each of its tensors and groups. */
  private static final int MOST_READS = 100_000;

  private static final long MOST_BYTES = 16 << 20;

  private final MemorySegment bytes;
  private final Superblock superblock;
  private int reads;
  private long bytesRead;

  BoundedStorage(MemorySegment bytes, Superblock superblock) {
    this.bytes = bytes;
    this.superblock = superblock;
  }

  /** The file asks for more than a file of weights may. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    return map(address, length);
  }

  @Override
  public ByteBuffer map(long address, long length) {
    reads++;
    bytesRead += Math.max(0, length);
    if (reads > MOST_READS || bytesRead > MOST_BYTES) {
      throw new Exhausted();
    }
    return bytes.asSlice(address, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return map(address, length);
  }

  @Override
  public long getUserBlockSize() {
    return 0;
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new UnsupportedOperationException("there is a mapped file only");
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public void close() {
    // Whoever mapped the file unmaps it.
  }

  @Override
  public long size() {
    return bytes.byteSize();
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
