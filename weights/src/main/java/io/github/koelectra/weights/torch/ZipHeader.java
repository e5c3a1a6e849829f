package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import java.lang.foreign.MemorySegment;

/**
 * What the directory of a zip archive says of one record.
 *
 * @param name its path in the archive
 * @param flags bit 0 for encryption, bit 3 for sizes that follow the data
 * @param method 0 for stored
 * @param crc the checksum of its bytes
 * @param stored how many bytes it has in the archive
 * @param size how many bytes it has unpacked
 * @param local where its own header begins
 */
record ZipHeader(String name, int flags, int method, long crc, long stored, long size, long local) {
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int ENCRYPTED = 1;
  private static final int SIZES_FOLLOW = 1 << 3;
  private static final int LARGE_SIZES = 1;
  private static final long LARGE = 0xFFFFFFFFL;

  /** Reads the header at the cursor, which is left behind it. */
  static ZipHeader read(Cursor cursor) throws PickleException {
    if (cursor.i32() != CENTRAL) {
      throw new PickleException(Kind.HEADER, "its zip directory is damaged; download it again");
    }
    cursor.skip(4); // versions
    int flags = cursor.u16();
    int method = cursor.u16();
    cursor.skip(4); // time and date
    long crc = cursor.u32();
    long stored = cursor.u32();
    long size = cursor.u32();
    int nameLength = cursor.u16();
    int extraLength = cursor.u16();
    int commentLength = cursor.u16();
    cursor.skip(8); // disk and attributes
    long local = cursor.u32();
    String name = cursor.text(nameLength);
    long extraEnd = cursor.position() + extraLength;
    ZipHeader header = new ZipHeader(name, flags, method, crc, stored, size, local);
    while (extraEnd - cursor.position() >= 4) {
      int id = cursor.u16();
      long end = cursor.position() + Short.BYTES + cursor.u16();
      header = id == LARGE_SIZES ? header.large(cursor) : header;
      if (end > extraEnd || cursor.position() > end) {
        throw new PickleException(Kind.HEADER, "record " + name + " has a damaged extra field");
      }
      cursor.skip(end - cursor.position());
    }
    cursor.skip(extraEnd - cursor.position() + commentLength);
    return header;
  }

  /** Numbers that do not fit 32 bits follow in this order. */
  private ZipHeader large(Cursor cursor) throws PickleException {
    long newSize = size == LARGE ? cursor.i64() : size;
    long newStored = stored == LARGE ? cursor.i64() : stored;
    long newLocal = local == LARGE ? cursor.i64() : local;
    return new ZipHeader(name, flags, method, crc, newStored, newSize, newLocal);
  }

  /** The record, if its own header, in what lies before the directory, says the same. */
  ZipRecord record(MemorySegment before) throws PickleException {
    checkName();
    checkStored(before.byteSize());
    if (local < 0 || local > before.byteSize()) {
      throw wrong(Kind.TRUNCATED, "lies outside the file; download it again");
    }
    Cursor cursor = ZipDirectory.at(before, local);
    if (cursor.i32() != LOCAL) {
      throw wrong(Kind.HEADER, "is not where the zip directory says");
    }
    cursor.skip(2); // version
    int localFlags = cursor.u16();
    boolean same = cursor.u16() == method && localFlags == flags;
    cursor.skip(4); // time and date
    long localCrc = cursor.u32();
    long localStored = cursor.u32();
    boolean sizes = cursor.u32() == size && localStored == stored && localCrc == crc;
    int nameLength = cursor.u16();
    int extraLength = cursor.u16();
    // A record of 4 GiB has its sizes in the extra field.
    boolean elsewhere = (flags & SIZES_FOLLOW) != 0 || size >= LARGE;
    if (!same || !(sizes || elsewhere) || !cursor.text(nameLength).equals(name)) {
      throw wrong(Kind.HEADER, "is described in two ways by its zip archive");
    }
    cursor.skip(extraLength);
    return new ZipRecord(name, cursor.skip(size), size);
  }

  private void checkName() throws PickleException {
    boolean inside = !name.startsWith("/") && !name.contains("\\") && !name.contains(":");
    for (String part : name.split("/", -1)) {
      inside &= !part.equals("..") && !part.equals(".");
    }
    if (!inside || name.isEmpty()) {
      throw wrong(Kind.PATH, "has a name that leads out of the archive");
    }
  }

  private void checkStored(long limit) throws PickleException {
    if ((flags & ENCRYPTED) != 0) {
      throw wrong(Kind.FORMAT, "is encrypted, which PyTorch's never are");
    }
    if (method != 0) {
      Kind kind = size < 0 || size > limit ? Kind.RESOURCES : Kind.FORMAT;
      throw wrong(kind, "is compressed, which PyTorch's never are; save it anew with PyTorch");
    }
    if (stored != size) {
      throw wrong(Kind.HEADER, "has two sizes");
    }
  }

  private PickleException wrong(Kind kind, String what) {
    return new PickleException(kind, "record " + name + " " + what);
  }
}
