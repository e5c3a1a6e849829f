package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final int COLUMNS = 100;

  /** What is written while {@code total} of what {@code open} counts are done. */
  private static String written(
      int columns, Map<String, String> environment, Function<Terminal, Progress> open, long total) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (Progress progress = open.apply(Terminal.of(out, columns, environment))) {
      progress.to(total / 2);
      progress.note("waits");
      progress.add(total - total / 2);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String bytes(int columns, Map<String, String> environment) {
    return written(
        columns, environment, t -> Progress.ofBytes(t, "모델.bin", 20_000_000), 20_000_000);
  }

  @Test
  void bytesWithSpeedAndTimeLeft() {
    String bar = bytes(COLUMNS, Map.of());
    String last = bar.substring(bar.lastIndexOf('\r') + 1);
    assertTrue(last.startsWith("모델.bin 100%"), last);
    assertTrue(last.contains("20/20 MB (0:00:00 / 0:00:00) ") && last.contains("MB/s waits"), last);
    assertTrue(last.endsWith(System.lineSeparator()), last);
  }

  @Test
  void smallFilesAreCountedInKilobytes() {
    String bar = written(COLUMNS, Map.of(), t -> Progress.ofBytes(t, "vocab.txt", 5000), 5000);
    assertTrue(bar.contains("5/5 kB"), bar);
  }

  @Test
  void things() {
    String bar = written(COLUMNS, Map.of(), t -> Progress.ofItems(t, "writing", "tensors", 7), 7);
    assertTrue(bar.contains("7/7 tensors") && bar.contains("tensors/s"), bar);
  }

  @Test
  void whatNobodyCanCount() {
    String bar = written(COLUMNS, Map.of(), t -> Progress.ofBytes(t, "model", -1), 3_000_000);
    assertTrue(bar.contains("3/? MB"), bar);
  }

  @Test
  void aBarStaysOnItsLine() {
    for (int columns : new int[] {2, 10, 40, 80}) {
      for (String shown : bytes(columns, Map.of("NO_COLOR", "1")).strip().split("\r", -1)) {
        // The Korean letters of the name take two columns each.
        assertTrue(shown.length() < columns, shown);
      }
    }
  }

  @Test
  void noColourWhereNoneIsWanted() {
    assertTrue(bytes(COLUMNS, Map.of()).contains("\u001b["));
    assertTrue(bytes(COLUMNS, Map.of("NO_COLOR", "")).contains("\u001b["));
    assertFalse(bytes(COLUMNS, Map.of("NO_COLOR", "1")).contains("\u001b["));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "ON", "yes", "True"})
  void noBarWhereNoneIsWanted(String yes) {
    assertEquals("", bytes(COLUMNS, Map.of("HF_HUB_DISABLE_PROGRESS_BARS", yes)));
    assertTrue(!bytes(COLUMNS, Map.of("HF_HUB_DISABLE_PROGRESS_BARS", "0")).isEmpty());
  }

  @Test
  void noBarWhereNobodyLooks() {
    assertEquals("", bytes(0, Map.of()));
  }
}
