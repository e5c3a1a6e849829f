package io.github.koelectra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * An example and what it does.
 *
 * @param type its class
 * @param arguments its arguments
 * @param input what is on its standard input
 * @param output the lines that it prints, or regular expressions for them
 */
record Example(Class<?> type, List<String> arguments, String input, List<String> output) {
  static Example of(Class<?> type, List<String> arguments, String... output) {
    return new Example(type, arguments, "", List.of(output));
  }

  Example withInput(String lines) {
    return new Example(type, arguments, lines, output);
  }

  /** The lines that it prints when it runs in this JVM. */
  List<String> run() throws ReflectiveOperationException {
    InputStream in = System.in;
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
      System.setOut(new PrintStream(printed, true, UTF_8));
      Object given = arguments.toArray(new String[0]);
      type.getDeclaredMethod("main", String[].class).invoke(null, given);
    } finally {
      System.setIn(in);
      System.setOut(out);
    }
    return printed.toString(UTF_8).lines().toList();
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }
}
