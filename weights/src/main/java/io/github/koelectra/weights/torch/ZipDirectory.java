package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory at the end of a zip archive, which alone says what is in it. Records of archives
 * made while they were written have no sizes in front of them.
 *
 * @param begin where it begins in the file
 * @param size how many bytes it has
 * @param records how many records it lists
 */
record ZipDirectory(long begin, long size, long records) {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_SIZE = 20;
  private static final int LARGE_END = 0x06064b50;
  private static final int LARGE_END_SIZE = 56;
  private static final int LARGE_END_COUNTS = 32;

  static ZipDirectory find(MemorySegment file) throws PickleException {
    long end = end(file);
    Cursor cursor = at(file, end + 4);
    int disk = cursor.u16();
    int directoryDisk = cursor.u16();
    int here = cursor.u16();
    int records = cursor.u16();
    long size = cursor.u32();
    ZipDirectory directory = new ZipDirectory(cursor.u32(), size, records);
    if (disk != directoryDisk || here != records) {
      throw new PickleException(Kind.HEADER, "a part of a zip archive of several files");
    }
    if (end >= LOCATOR_SIZE && at(file, end - LOCATOR_SIZE).i32() == LOCATOR) {
      directory = large(file, end);
    }
    if (directory.size > end || directory.begin > end - directory.size) {
      throw new PickleException(
          Kind.TRUNCATED, "its zip directory lies outside the file; download it again");
    }
    return directory;
  }

  /** The last one counts; a comment behind it may have any length. */
  private static long end(MemorySegment file) throws PickleException {
    long last = file.byteSize() - END_SIZE;
    for (long at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (at(file, at).i32() == END && at(file, at + END_SIZE - 2).u16() == last - at) {
        return at;
      }
    }
    throw new PickleException(
        Kind.TRUNCATED,
        "cut off: the directory at the end of the zip archive is missing; download it again");
  }

  private static ZipDirectory large(MemorySegment file, long end) throws PickleException {
    Cursor locator = at(file, end - LOCATOR_SIZE + 8);
    long at = locator.i64();
    if (at < 0 || at > end - LOCATOR_SIZE - LARGE_END_SIZE || at(file, at).i32() != LARGE_END) {
      throw new PickleException(Kind.HEADER, "its zip directory is not where the archive says");
    }
    Cursor cursor = at(file, at + LARGE_END_COUNTS);
    long records = cursor.i64();
    long size = cursor.i64();
    long begin = cursor.i64();
    if (records < 0 || size < 0 || begin < 0) {
      throw new PickleException(Kind.OVERFLOW, "its zip directory has sizes beyond 63 bits");
    }
    return new ZipDirectory(begin, size, records);
  }

  /** Checks and lists all records. */
  List<ZipRecord> list(MemorySegment file) throws PickleException {
    Cursor cursor = new Cursor(file.asSlice(begin, size));
    List<ZipRecord> list = new ArrayList<>();
    while (cursor.left() > 0) {
      list.add(ZipHeader.read(cursor).record(file.asSlice(0, begin)));
    }
    if (list.size() != records) {
      throw new PickleException(
          Kind.HEADER, "its zip directory has " + list.size() + " records, not " + records);
    }
    return list;
  }

  static Cursor at(MemorySegment file, long position) throws PickleException {
    Cursor cursor = new Cursor(file);
    cursor.skip(position);
    return cursor;
  }
}
