package io.github.koelectra.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code koelectra} command. */
@Command(
    name = "koelectra",
    description = "KoELECTRA, Korean ELECTRA models in pure Java.",
    mixinStandardHelpOptions = true,
    version = "koelectra 0.1.0",
    subcommands = {
      TokenizeCommand.class,
      DetectCommand.class,
      LogitsCommand.class,
      InfoCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  koelectra detect --model DIR \"나는 방금 전에 밥을 먹었다.\"",
      "  koelectra tokenize --model DIR --json \"한국어 ELECTRA를 공유합니다.\"",
      "  koelectra logits --model DIR --input in.safetensors --output out.safetensors",
      "  koelectra info DIR",
      "",
      "Exit codes: 0 done, 1 bad input, 2 bad usage."
    })
public final class KoElectraCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command; picocli fills it in. */
  public KoElectraCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = execute(out, err, args);
    out.flush();
    System.exit(out.checkError() ? 1 : code);
  }

  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new KoElectraCommand());
    commandLine.setOut(out).setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (exception, command, _) -> {
          command.getErr().println("koelectra: " + Failures.sentence(exception));
          return 1;
        });
    commandLine.setParameterExceptionHandler(
        (exception, _) -> {
          String name = exception.getCommandLine().getCommandSpec().qualifiedName();
          err.println(
              name
                  + ": "
                  + Failures.oneLine(exception.getMessage())
                  + " (see '"
                  + name
                  + " --help')");
          return 2;
        });
    try {
      return commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      err.println("koelectra: not enough memory; give the JVM more with JAVA_OPTS=-Xmx…");
      return 1;
    }
  }
}
