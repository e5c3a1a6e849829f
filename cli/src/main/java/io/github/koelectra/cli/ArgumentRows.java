package io.github.koelectra.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The texts of a command line; pairs of them where a task reads pairs. */
final class ArgumentRows implements RowReader {
  private final List<String> arguments;
  private final Iterator<String> left;
  private final TextNames texts;
  private int number;

  /**
   * Of these arguments.
   *
   * @throws IllegalArgumentException if one has no pair
   */
  ArgumentRows(List<String> arguments, TextNames texts) {
    this.arguments = arguments;
    this.texts = texts;
    left = arguments.iterator();
    if (arguments.size() % perRow() != 0) {
      throw new IllegalArgumentException(
          "texts come in pairs here ("
              + texts.first()
              + " and "
              + texts.second()
              + "), but there are "
              + arguments.size());
    }
  }

  private int perRow() {
    return texts.ownPairs() ? 2 : 1;
  }

  @Override
  public Optional<Entry> next() {
    if (!left.hasNext()) {
      return Optional.empty();
    }
    number++;
    String where =
        arguments.size() == perRow() ? "" : (texts.ownPairs() ? "pair " : "text ") + number;
    String text = left.next();
    Optional<String> own = texts.ownPairs() ? Optional.of(left.next()) : Optional.empty();
    return Optional.of(new Entry.Good(texts.row(where, text, own)));
  }

  @Override
  public long bytes() {
    return number;
  }

  @Override
  public void close() {}
}
