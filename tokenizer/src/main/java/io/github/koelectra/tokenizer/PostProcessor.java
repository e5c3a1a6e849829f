package io.github.koelectra.tokenizer;

import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Truncation into windows, special tokens and padding, in the order and with the windows of Hugging
 * Face's tokenizers: {@code [CLS] text [SEP] pair [SEP]}.
 */
final class PostProcessor {
  private final Vocabulary vocabulary;
  private final TokenizerOptions options;

  PostProcessor(Vocabulary vocabulary, TokenizerOptions options) {
    this.vocabulary = vocabulary;
    this.options = options;
  }

  /** A range of a sequence's tokens. */
  private record Window(Sequence sequence, int begin, int end) {
    int size() {
      return end - begin;
    }
  }

  Encoding process(Sequence first, Optional<Sequence> second, EncodeOptions wanted) {
    int added = wanted.addSpecialTokens() ? 2 + (second.isPresent() ? 1 : 0) : 0;
    int[] sizes = sizes(first.size(), second.map(Sequence::size).orElse(0), added, second, wanted);
    List<Window> firsts = windows(first, sizes[0], wanted.stride());
    List<Window> seconds = second.map(s -> windows(s, sizes[1], wanted.stride())).orElse(List.of());
    List<Encoding> overflowing = new ArrayList<>();
    for (Window later : firsts.subList(1, firsts.size())) {
      for (int s = 0; s < Math.max(1, seconds.size()); s++) {
        overflowing.add(join(later, at(seconds, s), wanted, List.of()));
      }
    }
    for (int s = 1; s < seconds.size(); s++) {
      overflowing.add(join(firsts.getFirst(), at(seconds, s), wanted, List.of()));
    }
    return join(firsts.getFirst(), at(seconds, 0), wanted, overflowing);
  }

  private static Optional<Window> at(List<Window> windows, int index) {
    return windows.isEmpty() ? Optional.empty() : Optional.of(windows.get(index));
  }

  /** How many tokens of each sequence stay. */
  private static int[] sizes(
      int n1, int n2, int added, Optional<Sequence> second, EncodeOptions wanted) {
    if (wanted.truncation() == Truncation.NONE) {
      return new int[] {n1, n2};
    }
    int room = wanted.maxLength().orElseThrow() - added;
    if (room < 0) {
      throw new IllegalArgumentException(
          "a maximum length of " + (room + added) + " has no room for the special tokens");
    }
    int remove = n1 + n2 - room;
    if (remove <= 0) {
      return new int[] {n1, n2};
    }
    return switch (wanted.truncation()) {
      case ONLY_FIRST -> new int[] {shortened("text", n1, remove), n2};
      case ONLY_SECOND -> new int[] {n1, shortened("pair", n2, remove)};
      default -> second.isPresent() ? longestFirst(n1, n2, room) : new int[] {room, 0};
    };
  }

  private static int shortened(String which, int size, int remove) {
    if (size <= remove) {
      throw new IllegalArgumentException(
          "the "
              + which
              + " is too short to be truncated: it has "
              + size
              + " tokens, "
              + remove
              + " must go");
    }
    return size - remove;
  }

  private static int[] longestFirst(int n1, int n2, int room) {
    int shorter = Math.min(n1, n2);
    int longer = shorter > room ? shorter : Math.max(shorter, room - shorter);
    if (shorter + longer > room) {
      shorter = room / 2;
      longer = shorter + room % 2;
    }
    return n1 > n2 ? new int[] {longer, shorter} : new int[] {shorter, longer};
  }

  private static List<Window> windows(Sequence sequence, int length, int stride) {
    int size = sequence.size();
    if (length >= size) {
      return List.of(new Window(sequence, 0, size));
    }
    if (length == 0) {
      return List.of(new Window(sequence, 0, 0), new Window(sequence, 0, size));
    }
    if (stride >= length) {
      throw new IllegalArgumentException(
          "a stride of " + stride + " must be below the " + length + " tokens of a window");
    }
    List<Window> windows = new ArrayList<>();
    for (int begin = 0; begin < size; begin += length - stride) {
      int end = Math.min(begin + length, size);
      windows.add(new Window(sequence, begin, end));
      if (end == size) {
        break;
      }
    }
    return windows;
  }

  private Encoding join(
      Window first, Optional<Window> second, EncodeOptions wanted, List<Encoding> overflowing) {
    boolean special = wanted.addSpecialTokens();
    int tokens = first.size() + second.map(Window::size).orElse(0);
    int length = tokens + (special ? 2 + (second.isPresent() ? 1 : 0) : 0);
    Table table = new Table(Math.max(length, wanted.paddingLength().orElse(0)));
    if (special) {
      table.special(id(options.specialTokens().classifier()), 0);
    }
    table.window(first, 0);
    if (special) {
      table.special(id(options.specialTokens().separator()), 0);
    }
    second.ifPresent(
        window -> {
          table.window(window, 1);
          if (special) {
            table.special(id(options.specialTokens().separator()), 1);
          }
        });
    if (table.hasRoom()) {
      table.pad(id(options.specialTokens().padding()));
    }
    String pair = second.map(w -> w.sequence().text()).orElse("");
    return new Encoding(vocabulary, first.sequence().text(), pair, table.columns(), overflowing);
  }

  private int id(String token) {
    return vocabulary
        .id(token)
        .orElseThrow(() -> new IllegalStateException("the vocabulary has no token " + token));
  }

  /** An encoding's columns while they are filled. */
  private static final class Table {
    private final Encoding.Columns columns;
    private int at;

    Table(int size) {
      columns =
          new Encoding.Columns(
              new int[size],
              new int[size],
              new int[size],
              new int[size],
              new int[size],
              new int[size],
              new int[size],
              new int[size]);
    }

    void window(Window window, int sequenceId) {
      Sequence sequence = window.sequence();
      for (int i = window.begin(); i < window.end(); i++) {
        columns.ids()[at] = sequence.ids().getInt(i);
        columns.typeIds()[at] = sequenceId;
        columns.attentionMask()[at] = 1;
        columns.begins()[at] = sequence.begins().getInt(i);
        columns.ends()[at] = sequence.ends().getInt(i);
        columns.wordIds()[at] = sequence.words().getInt(i);
        columns.sequenceIds()[at] = sequenceId;
        at++;
      }
    }

    void special(int id, int typeId) {
      columns.ids()[at] = id;
      columns.typeIds()[at] = typeId;
      columns.attentionMask()[at] = 1;
      columns.specialTokensMask()[at] = 1;
      columns.wordIds()[at] = -1;
      columns.sequenceIds()[at] = -1;
      at++;
    }

    boolean hasRoom() {
      return at < columns.ids().length;
    }

    void pad(int id) {
      Arrays.fill(columns.ids(), at, columns.ids().length, id);
      Arrays.fill(columns.specialTokensMask(), at, columns.ids().length, 1);
      Arrays.fill(columns.wordIds(), at, columns.ids().length, -1);
      Arrays.fill(columns.sequenceIds(), at, columns.ids().length, -1);
    }

    Encoding.Columns columns() {
      return columns;
    }
  }
}
