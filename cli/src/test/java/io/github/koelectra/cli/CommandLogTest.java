package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the engine logs is a line of standard error each. */
class CommandLogTest {
  private static String logged(Level level, String format, Object... parameters) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      System.getLogger("io.github.koelectra.Any").log(level, format, parameters);
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLineEach() {
    String end = System.lineSeparator();
    assertEquals("koelectra: note: 모델: 3" + end, logged(Level.INFO, "{0}: {1}", "모델", 3));
    assertEquals("koelectra: warning: a {0} b" + end, logged(Level.WARNING, "a {0}\nb"));
    assertEquals("koelectra: warning: c" + end, logged(Level.ERROR, "c"));
    assertEquals("", logged(Level.DEBUG, "d"));
  }
}
