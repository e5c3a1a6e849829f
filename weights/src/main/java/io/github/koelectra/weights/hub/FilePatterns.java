package io.github.koelectra.weights.hub;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which files of a model are meant: those that match an included pattern, or all where there is
 * none, but for those that match an excluded one. In a pattern {@code *} stands for anything,
 * slashes too, {@code ?} for one character, {@code [abc]} and {@code [!abc]} for one of some; a
 * folder with a slash behind it for what is in it.
 *
 * @param include patterns of files that are wanted
 * @param exclude patterns of files that are not
 */
public record FilePatterns(List<String> include, List<String> exclude) {
  /** Every file. */
  public static final FilePatterns ALL = new FilePatterns(List.of(), List.of());

  /** Copies the patterns. */
  public FilePatterns {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Whether a file is meant. */
  public boolean matches(String file) {
    boolean wanted = include.isEmpty() || include.stream().anyMatch(p -> matches(p, file));
    return wanted && exclude.stream().noneMatch(p -> matches(p, file));
  }

  private static boolean matches(String pattern, String file) {
    StringBuilder regex = new StringBuilder();
    String whole = pattern.endsWith("/") ? pattern + "*" : pattern;
    int i = 0;
    while (i < whole.length()) {
      char c = whole.charAt(i);
      int end = whole.indexOf(']', i + (whole.startsWith("[!", i) ? 3 : 2));
      if (c == '[' && end > 0) {
        String some = whole.substring(i + 1, end).replaceAll("[\\\\\\[&^]", "\\\\$0");
        regex.append('[').append(some.startsWith("!") ? "^" + some.substring(1) : some).append(']');
        i = end;
      } else {
        // Anything as little as possible at once: a pattern of many stars costs no time.
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
      }
      i++;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(file).matches();
  }
}
