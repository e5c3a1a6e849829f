package io.github.koelectra.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Writes what the launcher answers without starting a JVM: the help of every command, and the
 * version. The build runs it, once with colours and once without ({@code picocli.ansi}).
 *
 * <p>Its one argument is a directory to be made. A file there is named by the number of arguments
 * it answers and these, such as {@code 2 classify --help}: with the number, an argument with spaces
 * is not taken for several.
 */
public final class HelpTexts {
  private HelpTexts() {}

  /** Writes the files. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    for (List<String> line : lines()) {
      Files.writeString(directory.resolve(name(line)), answer(line));
    }
  }

  static String name(List<String> line) {
    return line.size() + " " + String.join(" ", line);
  }

  /** The lines that are answered. */
  static List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("--version"));
    lines.add(List.of("-V"));
    addHelp(List.of(), lines);
    for (Subcommand subcommand : Subcommand.ALL) {
      String name = subcommand.name();
      addHelp(List.of(name), lines);
      CommandLine command = KoElectraCommand.commands(Map.of(), name).getSubcommands().get(name);
      for (String below : command.getSubcommands().keySet()) {
        addHelp(List.of(name, below), lines);
      }
    }
    return lines;
  }

  private static void addHelp(List<String> words, List<List<String>> lines) {
    for (String option : List.of("--help", "-h")) {
      List<String> line = new ArrayList<>(words);
      line.add(option);
      lines.add(line);
    }
  }

  static String answer(List<String> line) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code = KoElectraCommand.execute(Map.of(), writer, writer, line.toArray(new String[0]));
    writer.flush();
    if (code != 0) {
      throw new IllegalStateException(line + ": " + out);
    }
    return out.toString();
  }
}
