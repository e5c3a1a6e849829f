package io.github.koelectra.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Serial;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The texts of a command: its arguments, or the lines of standard input if there is none. */
final class TextInput {
  static final String LABEL = "TEXT";

  private static final long LONGEST_WAIT = 100_000_000; // nanoseconds

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = LABEL,
      arity = "0..*",
      description = "Texts; without any, the lines of standard input.")
  private List<String> texts = List.of();

  /** Answers a text with a line. */
  interface Answer {
    String to(String text) throws IOException;
  }

  /** The output cannot be written, so there is no use in answering any further. */
  static final class NobodyReads extends IOException {
    @Serial private static final long serialVersionUID = 1L;
  }

  /** Prints the answer to each text. */
  void answer(Answer answer) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (texts.isEmpty()) {
      answerLines(answer, out);
      return;
    }
    for (int i = 0; i < texts.size(); i++) {
      String where = texts.size() == 1 ? "" : "text " + (i + 1) + ": ";
      out.println(answered(answer, texts.get(i), where));
    }
  }

  private static void answerLines(Answer answer, PrintWriter out) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()))) {
      int number = 0;
      long flushed = System.nanoTime();
      for (var line = next(lines); line.isPresent(); line = next(lines)) {
        number++;
        out.println(answered(answer, line.get(), "standard input, line " + number + ": "));
        // Whoever feeds line by line, or looks on, may wait for the answer.
        if (!lines.ready() || System.nanoTime() - flushed > LONGEST_WAIT) {
          flush(out);
          flushed = System.nanoTime();
        }
      }
    }
  }

  private static void flush(PrintWriter out) throws NobodyReads {
    if (out.checkError()) {
      throw new NobodyReads();
    }
  }

  private static Optional<String> next(BufferedReader lines) throws IOException {
    try {
      return Optional.ofNullable(lines.readLine());
    } catch (CharacterCodingException e) {
      throw new IOException("standard input is not UTF-8 text", e);
    } catch (IOException e) {
      throw new IOException("standard input cannot be read: " + e.getMessage(), e);
    }
  }

  private static String answered(Answer answer, String text, String where) throws IOException {
    try {
      return answer.to(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(where + e.getMessage(), e);
    }
  }
}
