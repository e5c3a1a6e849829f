package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FormatFiles;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** What came of running the command in this JVM. */
record Ran(int code, String out, String err) {
  /** A discriminator of two layers, 300 words and 64 positions. */
  static final String TINY = FormatFiles.path("safetensors-f32").toString();

  static final String TEXT = "한국어 모델을 공유합니다.";

  static Ran of(String... args) {
    return in(System.getenv(), args);
  }

  static Ran in(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        KoElectraCommand.execute(
            environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Ran(code, out.toString(), err.toString());
  }

  static Ran withInput(byte[] standardInput, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(standardInput));
    try {
      return of(args);
    } finally {
      System.setIn(before);
    }
  }

  Ran succeeds() {
    assertEquals(0, code, err);
    assertEquals("", err);
    return this;
  }

  /** Of a job over files that succeeds, without the line that sums it up. */
  Ran withoutSummary() {
    assertEquals(0, code, err);
    assertTrue(
        err.matches("koelectra: \\d+ texts, 0 skipped, \\d+ truncated, [0-9.]+ texts/s\n"), err);
    return new Ran(code, out, "");
  }

  /** Nothing but one sentence, which names all of {@code fragments}. */
  void failsInOneSentence(int expected, String... fragments) {
    assertEquals("", out);
    failsAfterOutput(expected, fragments);
  }

  /** One sentence that names all of {@code fragments}, whatever was written before. */
  void failsAfterOutput(int expected, String... fragments) {
    assertEquals(expected, code, err);
    assertEquals(1, err.lines().count(), err);
    assertFalse(err.contains("Exception"), err);
    assertTrue(err.startsWith("koelectra"), err);
    for (String fragment : fragments) {
      assertTrue(err.contains(fragment), err);
    }
  }
}
