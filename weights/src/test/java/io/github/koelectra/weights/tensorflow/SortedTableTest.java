package io.github.koelectra.weights.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.tensorflow.SortedTable.Row;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SortedTableTest {
  private static final Path FILE = Path.of("model.index");

  private static Kind refusal(byte[] table) {
    return assertThrows(WeightFormatException.class, () -> SortedTable.read(FILE, table)).kind();
  }

  @Test
  void keysShareTheirBeginnings() throws WeightFormatException {
    byte[] table =
        new MadeTable()
            .row(0, "", "h")
            .row(0, "electra", "1")
            .row(7, "/a", "")
            .row(8, "b", "2")
            .bytes();
    List<Row> rows = SortedTable.read(FILE, table);
    assertEquals(
        List.of("", "electra", "electra/a", "electra/b"), rows.stream().map(Row::name).toList());
    List<String> values = new ArrayList<>();
    for (Row row : rows) {
      values.add(new String(row.value().take(row.value().remaining()), StandardCharsets.UTF_8));
    }
    assertEquals(List.of("h", "1", "", "2"), values);
  }

  @Test
  void severalBlocks() throws WeightFormatException {
    byte[] table = new MadeTable().row(0, "a", "1").next().row(0, "b", "2").next().bytes();
    assertEquals(List.of("a", "b"), SortedTable.read(FILE, table).stream().map(Row::name).toList());
  }

  @Test
  void namesAreInOrderAndOnlyOnce() {
    assertEquals(Kind.DUPLICATE, refusal(new MadeTable().row(0, "a", "1").row(1, "", "2").bytes()));
    assertEquals(Kind.HEADER, refusal(new MadeTable().row(0, "b", "1").row(0, "a", "2").bytes()));
    byte[] twice = new MadeTable().row(0, "a", "1").next().row(0, "a", "2").next().bytes();
    assertEquals(Kind.DUPLICATE, refusal(twice));
  }

  @Test
  void whatIsDamagedIsRefused() {
    assertEquals(Kind.HEADER, refusal(new MadeTable().row(3, "a", "1").bytes()), "shares too much");
    assertEquals(Kind.FORMAT, refusal(new MadeTable().compressed().row(0, "a", "1").bytes()));
    assertEquals(Kind.HEADER, refusal(new MadeTable().restarts(1 << 30).row(0, "a", "1").bytes()));
    assertEquals(Kind.HEADER, refusal(new MadeTable().restarts(-1).row(0, "a", "1").bytes()));
    byte[] good = new MadeTable().row(0, "a", "1").bytes();
    good[2] ^= 1;
    assertEquals(Kind.HEADER, refusal(good));
    assertEquals(Kind.TRUNCATED, refusal(new byte[0]));
    assertEquals(Kind.FORMAT, refusal(new byte[100]));
  }

  /** Each row adds three bytes to the file and a kilobyte to what is read from it. */
  @Test
  void sharedBeginningsCannotFillTheMemory() {
    MadeTable table = new MadeTable().row(0, "x".repeat(1000), "");
    for (int i = 0; i < 40_000; i++) {
      table.row(1000, Integer.toString(100_000 + i), "");
    }
    assertEquals(Kind.RESOURCES, refusal(table.bytes()));
    assertEquals(Kind.RESOURCES, refusal(new MadeTable().row(0, "x".repeat(2000), "").bytes()));
    MadeTable many = new MadeTable();
    for (int i = 0; i < 100_001; i++) {
      many.row(0, String.format(Locale.ROOT, "%06d", i), "");
    }
    assertEquals(Kind.RESOURCES, refusal(many.bytes()));
  }

  @Test
  void numbersEnd() throws WeightFormatException {
    byte[] largest = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    assertEquals(-1, new ByteCursor(FILE, largest, 0, largest.length).varint());
    byte[] endless = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    for (int end = 0; end <= endless.length; end++) {
      ByteCursor cursor = new ByteCursor(FILE, endless, 0, end);
      assertThrows(WeightFormatException.class, cursor::varint);
    }
  }

  /** The value that RFC 3720 gives for 32 zero bytes, 0x8A9136AA, masked. */
  @Test
  void checksums() {
    int rotated = (0x8A9136AA >>> 15) | (0x8A9136AA << 17);
    assertEquals(rotated + 0xA282EAD8, Checksum.masked(new byte[32], 0, 32));
    byte[] some = "0123456789".getBytes(StandardCharsets.UTF_8);
    assertEquals(Checksum.masked(some, 0, 10), Checksum.masked(MemorySegment.ofArray(some)));
    assertTrue(Checksum.masked(some, 0, 9) != Checksum.masked(some, 1, 9));
  }
}
