package io.github.koelectra.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where progress is shown.
 *
 * @param out standard error
 * @param columns how wide it is; 0 where nothing is to be shown
 * @param colour whether bars may have a colour
 */
record Terminal(PrintStream out, int columns, boolean colour) {
  /** What the launcher says, which alone sees the terminal. */
  private static final String COLUMNS = "koelectra.columns";

  private static final Set<String> YES = Set.of("1", "on", "yes", "true");

  /** Standard error as the launcher and {@code environment} describe it. */
  static Terminal standardError(Map<String, String> environment) {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return of(err, Integer.getInteger(COLUMNS, 0), environment);
  }

  static Terminal of(PrintStream out, int columns, Map<String, String> environment) {
    String disabled = environment.getOrDefault("HF_HUB_DISABLE_PROGRESS_BARS", "");
    boolean quiet = YES.contains(disabled.toLowerCase(Locale.ROOT));
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(out, quiet ? 0 : columns, colour);
  }
}
