package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.testkit.PipelineFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of standard input go in, lines of standard output come out, and either may fail. */
class TextInputTest {
  private static final String CLASSIFIER = PipelineFiles.path("sequence").toString();

  private static Ran tokenized(String standardInput) {
    return Ran.withInput(
        standardInput.getBytes(StandardCharsets.UTF_8), "tokenize", "--model", Ran.TINY);
  }

  @Test
  void everyLineIsAText() {
    assertEquals("", tokenized("").succeeds().out());
    List<String> three = List.of("[CLS] 다 [SEP]", "[CLS] [SEP]", "[CLS] 한 [SEP]");
    for (String text : List.of("다\n\n한", "다\n\n한\n", "다\r\n\r\n한\r\n")) {
      assertEquals(three, tokenized(text).succeeds().out().lines().toList());
    }
  }

  @Test
  void anArgumentLeavesStandardInputAlone() {
    Ran ran =
        Ran.withInput("한\n".getBytes(StandardCharsets.UTF_8), "tokenize", "--model", Ran.TINY, "다");
    assertEquals("[CLS] 다 [SEP]", ran.succeeds().out().strip());
  }

  @Test
  void whatIsNotTextIsRefused() {
    byte[] latin = {'a', (byte) 0xE4, '\n'};
    Ran.withInput(latin, "tokenize", "--model", Ran.TINY)
        .failsInOneSentence(1, "standard input is not UTF-8 text");
  }

  @Test
  void aLineThatIsTooLongIsNumbered() {
    byte[] lines = ("다\n" + "다 ".repeat(70) + "\n").getBytes(StandardCharsets.UTF_8);
    Ran ran = Ran.withInput(lines, "detect", "--model", Ran.TINY, "--long", "error");
    ran.failsAfterOutput(1, "standard input, line 2: the text has 72 tokens");
    assertEquals(1, ran.out().lines().count());
  }

  /** Input that is read only when the answers so far can be seen, and then fails. */
  @ParameterizedTest
  @CsvSource({
    "tokenize --model MODEL, [CLS] 다 [SEP]",
    "classify --threshold 2 --model CLASSIFIER, -  다"
  })
  void answersDoNotWaitForTheNextLine(String line, String answer) {
    StringWriter out = new StringWriter();
    InputStream oneLine =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            throw new AssertionError("read as a block");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (at++ == 0) {
              byte[] line = "다\n".getBytes(StandardCharsets.UTF_8);
              System.arraycopy(line, 0, bytes, offset, line.length);
              return line.length;
            }
            throw new IOException("seen before: " + out.toString().strip());
          }
        };
    StringWriter err = new StringWriter();
    InputStream before = System.in;
    System.setIn(oneLine);
    try {
      PrintWriter buffered = new PrintWriter(new BufferedWriter(out));
      PrintWriter errors = new PrintWriter(err, true);
      assertEquals(1, KoElectraCommand.execute(Map.of(), buffered, errors, arguments(line)));
    } finally {
      System.setIn(before);
    }
    assertEquals(
        "koelectra: standard input cannot be read: seen before: " + answer, err.toString().strip());
  }

  private static final class Failing extends OutputStream {
    private final String reason;

    Failing(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(reason);
    }
  }

  private static String[] arguments(String line) {
    return line.replace("MODEL", Ran.TINY).replace("CLASSIFIER", CLASSIFIER).split(" ");
  }

  private static Ran runInto(String reason, String... args) {
    StringWriter err = new StringWriter();
    int code = KoElectraCommand.run(new Failing(reason), new PrintWriter(err, true), args);
    return new Ran(code, "", err.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--help",
    "--version",
    "tokenize --help",
    "info --json MODEL",
    "detect --model MODEL 다",
    "classify --model CLASSIFIER 다"
  })
  void outputThatCannotBeWrittenIsAnError(String line) {
    String[] args = arguments(line);
    runInto("No space left on device", args)
        .failsInOneSentence(1, "standard output cannot be written: No space left on device");
    Ran quiet = runInto("Broken pipe", args);
    assertEquals(new Ran(1, "", ""), quiet);
  }

  /** A reader like head has gone: the command ends, though its input never does. */
  @ParameterizedTest
  @ValueSource(strings = {"tokenize --model MODEL", "classify --model CLASSIFIER"})
  @Timeout(60)
  void nobodyReadsSoNothingMoreIsComputed(String line) {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '\n';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) '\n');
            return length;
          }
        };
    InputStream before = System.in;
    System.setIn(endless);
    try {
      Ran ran = runInto("Broken pipe", arguments(line));
      assertEquals(new Ran(1, "", ""), ran);
    } finally {
      System.setIn(before);
    }
  }
}
