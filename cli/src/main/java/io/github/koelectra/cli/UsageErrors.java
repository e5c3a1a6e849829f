package io.github.koelectra.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence. */
final class UsageErrors {
  private UsageErrors() {}

  static String sentence(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    return name + ": " + problem(exception) + " (see '" + name + " --help')";
  }

  /** A name that is not known comes first: it may be why another seems to be missing. */
  private static String problem(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    List<String> unknown =
        exception instanceof UnmatchedArgumentException unmatched
            ? unmatched.getUnmatched()
            : command.getUnmatchedArguments();
    if (unknown.isEmpty()) {
      return Failures.oneLine(exception.getMessage()).replaceFirst("^Error: ", "");
    }
    boolean commandWanted = !command.getSubcommands().isEmpty();
    String first = unknown.getFirst();
    if (commandWanted && !first.startsWith("-")) {
      return "there is no command '" + first + "'" + meant(command, first, "");
    }
    return unknown.stream()
        .filter(argument -> argument.startsWith("-"))
        .findFirst()
        .map(o -> "there is no option '" + o + "'" + meant(command, o, dashes(command)))
        .orElse("unexpected argument '" + first + "'");
  }

  private static String meant(CommandLine command, String unknown, String otherwise) {
    List<String> similar =
        new UnmatchedArgumentException(command, List.of(unknown)).getSuggestions();
    return similar.isEmpty() ? otherwise : "; did you mean '" + similar.getFirst() + "'?";
  }

  private static String dashes(CommandLine command) {
    boolean takesTexts =
        command.getCommandSpec().positionalParameters().stream()
            .anyMatch(p -> p.paramLabel().equals(TextInput.LABEL));
    return takesTexts ? "; put -- before texts if one begins with a dash" : "";
  }
}
