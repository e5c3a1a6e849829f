package io.github.koelectra.weights.tensorflow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes sorted string tables, right ones and wrong ones with right checksums. */
final class MadeTable {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<byte[]> handles = new ArrayList<>();
  private ByteArrayOutputStream block = new ByteArrayOutputStream();
  private int compression;
  private int restarts = 1;

  MadeTable compressed() {
    compression = 1;
    return this;
  }

  MadeTable restarts(int count) {
    restarts = count;
    return this;
  }

  MadeTable row(int shared, String added, String value) {
    return row(
        shared, added.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  MadeTable row(int shared, byte[] added, byte[] value) {
    varint(block, shared);
    varint(block, added.length);
    varint(block, value.length);
    block.writeBytes(added);
    block.writeBytes(value);
    return this;
  }

  /** Ends the block and begins another. */
  MadeTable next() {
    handles.add(end(restarts));
    return this;
  }

  /** The table; a block that was begun is ended. */
  byte[] bytes() {
    if (block.size() > 0) {
      next();
    }
    byte[] other = end(1);
    for (int i = 0; i < handles.size(); i++) {
      row(0, new byte[] {(byte) (i + 1)}, handles.get(i));
    }
    byte[] listing = end(1);
    byte[] footer = ByteBuffer.allocate(40).put(other).put(listing).array();
    file.writeBytes(footer);
    number(file, 0x8B80FB57);
    number(file, 0xDB477524);
    return file.toByteArray();
  }

  private byte[] end(int count) {
    number(block, 0);
    number(block, count);
    byte[] content = block.toByteArray();
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    varint(handle, file.size());
    varint(handle, content.length);
    block.write(compression);
    byte[] summed = block.toByteArray();
    file.writeBytes(summed);
    number(file, Checksum.masked(summed, 0, summed.length));
    block = new ByteArrayOutputStream();
    return handle.toByteArray();
  }

  static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  static void number(ByteArrayOutputStream out, int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }
}
