package io.github.koelectra.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** A table of Markdown, its first column to the left and the others to the right. */
final class Table {
  /** What stands where nothing was measured. */
  static final String NOTHING = "–";

  private final List<String> lines = new ArrayList<>();

  Table(List<String> headings) {
    lines.add(line(headings));
    lines.add("|---" + "|--:".repeat(headings.size() - 1) + "|");
  }

  void row(List<String> cells) {
    lines.add(line(cells));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Whether it has no row. */
  boolean isEmpty() {
    return lines.size() == 2;
  }

  @Override
  public String toString() {
    return isEmpty() ? "Not measured." : String.join("\n", lines);
  }

  /** A number, if it was measured. */
  static String cell(OptionalDouble value, DoubleFunction<String> format) {
    return value.isPresent() ? format.apply(value.getAsDouble()) : NOTHING;
  }

  /** Three digits, and all those before the point. */
  static String digits(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A ratio. */
  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A share in per cent. */
  static String percent(double value) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * value);
  }
}
