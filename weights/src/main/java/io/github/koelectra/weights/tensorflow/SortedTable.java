package io.github.koelectra.weights.tensorflow;

import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sorted string table of LevelDB, which an {@code .index} is: blocks of keys and values in the
 * order of the keys, a block that lists the blocks, and a footer that says where that is. A key
 * repeats only what differs from the one before it. Each block is followed by a byte that names its
 * compression and by its checksum.
 */
final class SortedTable {
  private static final int FOOTER = 48;
  private static final int HANDLES = 40;
  private static final int TRAILER = 5;
  private static final long MAGIC = 0xDB4775248B80FB57L;
  private static final int LONGEST_KEY = 1024;

  /** A model with its optimizer has a few thousand variables. */
  private static final int MOST_ROWS = 100_000;

  /** Prefixes could make keys many times as long as the file; no real index comes near. */
  private static final int MOST_KEY_BYTES = 4 << 20;

  private final Path file;
  private final byte[] bytes;
  private int keyBytes;
  private int rowCount;

  private SortedTable(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** A key, and where its value is. */
  record Row(byte[] key, ByteCursor value) {
    String name() {
      return new String(key, StandardCharsets.UTF_8);
    }
  }

  private record Block(int begin, int length) {}

  static List<Row> read(Path file, byte[] bytes) throws WeightFormatException {
    return new SortedTable(file, bytes).rows();
  }

  private List<Row> rows() throws WeightFormatException {
    List<Row> rows = new ArrayList<>();
    for (Row listed : rowsOf(listing())) {
      for (Row row : rowsOf(block(listed.value()))) {
        if (!rows.isEmpty() && Arrays.compareUnsigned(rows.getLast().key(), row.key()) >= 0) {
          Kind kind = Arrays.equals(rows.getLast().key(), row.key()) ? Kind.DUPLICATE : Kind.HEADER;
          throw wrong(kind, "its names are not in order at '" + row.name() + "'");
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private Block listing() throws WeightFormatException {
    if (bytes.length < FOOTER) {
      throw wrong(Kind.TRUNCATED, "cut off after " + bytes.length + " bytes; download it again");
    }
    int footer = bytes.length - FOOTER;
    ByteCursor magic = new ByteCursor(file, bytes, footer + HANDLES, bytes.length);
    long low = Integer.toUnsignedLong(magic.fixed32());
    long found = low | ((long) magic.fixed32() << Integer.SIZE);
    ByteCursor handles = new ByteCursor(file, bytes, footer, footer + HANDLES);
    if (found != MAGIC) {
      throw wrong(
          beginsLikeOne() && !endsLikeOne(handles) ? Kind.TRUNCATED : Kind.FORMAT,
          "does not end like a TensorFlow index, so it is another file or cut off");
    }
    block(handles); // Of what else a table may hold; there is nothing in it that we need.
    return block(handles);
  }

  /** The first key is empty, and the first field of its value the number of shards. */
  private boolean beginsLikeOne() {
    return bytes[0] == 0 && bytes[1] == 0 && bytes[2] > 0 && bytes[3] == 0x08;
  }

  private boolean endsLikeOne(ByteCursor handles) {
    try {
      block(handles);
      Block listing = block(handles);
      return listing.begin() + listing.length() + TRAILER + FOOTER == bytes.length;
    } catch (WeightFormatException e) {
      return false;
    }
  }

  private Block block(ByteCursor handle) throws WeightFormatException {
    long begin = handle.varint();
    long length = handle.varint();
    int end = bytes.length - FOOTER;
    if (begin < 0 || begin > end || length < 0 || length > end - begin - TRAILER) {
      throw wrong(Kind.HEADER, "a block of it lies beyond its end; download it again");
    }
    return new Block((int) begin, (int) length);
  }

  private List<Row> rowsOf(Block block) throws WeightFormatException {
    check(block);
    ByteCursor cursor = new ByteCursor(file, bytes, block.begin(), rowsEnd(block));
    List<Row> rows = new ArrayList<>();
    byte[] key = {};
    while (cursor.remaining() > 0) {
      int shared = cursor.length(key.length);
      int added = cursor.length();
      int value = cursor.length();
      key = key(key, shared, cursor.take(added));
      rows.add(new Row(key, cursor.part(value)));
    }
    return rows;
  }

  private void check(Block block) throws WeightFormatException {
    int end = block.begin() + block.length();
    ByteCursor trailer = new ByteCursor(file, bytes, end, end + TRAILER);
    byte compression = bytes[trailer.skip(1)];
    if (trailer.fixed32() != Checksum.masked(bytes, block.begin(), block.length() + 1)) {
      throw wrong(Kind.HEADER, "its checksum does not fit, so it is damaged; download it again");
    }
    if (compression != 0) {
      throw wrong(Kind.FORMAT, "its blocks are compressed, which TensorFlow does not do");
    }
  }

  /** Behind the rows are the places of whole keys, for a search, and how many there are. */
  private int rowsEnd(Block block) throws WeightFormatException {
    int end = block.begin() + block.length();
    long restarts = 0;
    if (block.length() >= Integer.BYTES) {
      int count = new ByteCursor(file, bytes, end - Integer.BYTES, end).fixed32();
      restarts = 1 + Integer.toUnsignedLong(count);
    }
    if (restarts < 1 || restarts * Integer.BYTES > block.length()) {
      throw wrong(Kind.HEADER, "a block of it has no proper end; download it again");
    }
    return (int) (end - restarts * Integer.BYTES);
  }

  private byte[] key(byte[] before, int shared, byte[] added) throws WeightFormatException {
    int length = shared + added.length;
    keyBytes += length;
    rowCount++;
    if (length > LONGEST_KEY || keyBytes > MOST_KEY_BYTES || rowCount > MOST_ROWS) {
      throw wrong(Kind.RESOURCES, "has more or longer names than any checkpoint");
    }
    byte[] key = Arrays.copyOf(before, length);
    System.arraycopy(added, 0, key, shared, added.length);
    return key;
  }

  private WeightFormatException wrong(Kind kind, String what) {
    return new WeightFormatException(kind, file + ": " + what);
  }
}
