package io.github.koelectra.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Optional;
import java.util.ResourceBundle;

/** What the engine has to say beside its results: a line of standard error each, from INFO up. */
public final class CommandLog extends System.LoggerFinder {
  /** For the JVM, which finds it as a service. */
  public CommandLog() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Log(name);
  }

  private record Log(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= Level.INFO.getSeverity() && level != Level.OFF;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      if (isLoggable(level)) {
        print(level, Optional.ofNullable(message).orElseGet(() -> Failures.sentence(thrown)));
      }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      if (isLoggable(level)) {
        boolean plain = parameters == null || parameters.length == 0;
        print(level, plain ? format : MessageFormat.format(format, parameters));
      }
    }

    private static void print(Level level, String message) {
      PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      String kind = level.getSeverity() > Level.INFO.getSeverity() ? "warning" : "note";
      err.println("koelectra: " + kind + ": " + Failures.oneLine(message));
    }
  }
}
