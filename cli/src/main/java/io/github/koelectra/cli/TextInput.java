package io.github.koelectra.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The texts of a command: its arguments, or the lines of standard input if there is none. */
final class TextInput {
  @Parameters(
      paramLabel = "TEXT",
      arity = "0..*",
      description = "Texts; without any, the lines of standard input.")
  private List<String> texts = List.of();

  /** Takes a text. */
  interface Action {
    void accept(String text) throws IOException;
  }

  void forEach(Action action) throws IOException {
    if (!texts.isEmpty()) {
      for (String text : texts) {
        action.accept(text);
      }
      return;
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        action.accept(line);
      }
    } catch (CharacterCodingException e) {
      throw new IOException("standard input is not UTF-8 text", e);
    }
  }
}
