package io.github.koelectra.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The documents that one question is about, each whole.
 *
 * @param names what they are called, in order
 * @param texts what they say
 */
record Documents(List<String> names, List<String> texts) {
  private static final String STANDARD_INPUT = "standard input";

  Documents {
    names = List.copyOf(names);
    texts = List.copyOf(texts);
  }

  /**
   * Those of files and then those of a command line; if there are none, all of standard input.
   *
   * @throws IOException if one cannot be read, or is no text
   */
  static Documents of(List<Path> files, List<String> arguments, InputStream standardInput)
      throws IOException {
    List<String> names = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      names.add(file.toString());
      texts.add(text(Files.readAllBytes(file), file.toString()));
    }
    for (String argument : arguments) {
      names.add("text " + (names.size() - files.size() + 1));
      texts.add(argument);
    }
    if (names.isEmpty()) {
      names.add(STANDARD_INPUT);
      texts.add(text(standardInput.readAllBytes(), STANDARD_INPUT));
    }
    return new Documents(names, texts);
  }

  /** A byte order mark is no part of the text. */
  private static String text(byte[] bytes, String source) throws IOException {
    String text =
        Utf8Lines.text(bytes)
            .orElseThrow(() -> new IOException(source + ": " + Utf8Lines.NOT_TEXT));
    if (text.isEmpty()) {
      throw new IOException(source + ": is empty, so there is no answer in it; leave it out");
    }
    return Utf8Lines.withoutMark(text);
  }
}
