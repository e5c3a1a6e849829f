package io.github.koelectra.tokenizer;

import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Truncation into windows, special tokens and padding, in the order and with the windows of Hugging
 * Face's tokenizers: {@code [CLS] text [SEP] pair [SEP]}.
 */
final class PostProcessor {
  private final Vocabulary vocabulary;
  private final int classifier;
  private final int separator;
  private final OptionalInt padding;

  PostProcessor(Vocabulary vocabulary, TokenizerOptions options) {
    var names = options.specialTokens();
    this.vocabulary = vocabulary;
    classifier = vocabulary.id(names.classifier()).orElseThrow();
    separator = vocabulary.id(names.separator()).orElseThrow();
    padding = vocabulary.id(names.padding());
  }

  /** A range of a sequence's tokens. */
  private record Window(Sequence sequence, int begin, int end) {
    static Window whole(Sequence sequence) {
      return new Window(sequence, 0, sequence.size());
    }

    static Optional<Window> whole(Optional<Sequence> sequence) {
      return sequence.isPresent() ? Optional.of(whole(sequence.get())) : Optional.empty();
    }

    int size() {
      return end - begin;
    }

    void copy(Encoding.Columns to, int row) {
      sequence.copy(begin, size(), to, row);
    }
  }

  /** Cuts and joins whole sequences; padding is another step. */
  Encoding process(Sequence first, Optional<Sequence> second, EncodeOptions wanted) {
    int room = room(second.isPresent(), wanted);
    int size = first.size() + (second.isPresent() ? second.get().size() : 0);
    return size <= room
        ? join(Window.whole(first), Window.whole(second), wanted, Overflow.NOTHING)
        : truncate(first, second, room, wanted);
  }

  /** How many tokens the sequences may have. */
  private static int room(boolean pair, EncodeOptions wanted) {
    if (wanted.truncation() == Truncation.NONE) {
      return Integer.MAX_VALUE;
    }
    int added = !wanted.addSpecialTokens() ? 0 : pair ? 3 : 2;
    int length = wanted.maxLength().orElseThrow();
    if (length < added) {
      throw new IllegalArgumentException(
          "a maximum length of " + length + " has no room for the special tokens");
    }
    return length - added;
  }

  /**
   * How many tokens of a text without pair are enough: when it has more, {@link #begin} gives its
   * encoding.
   */
  static int enough(EncodeOptions wanted) {
    int room = room(false, wanted);
    boolean cutsText = wanted.truncation() != Truncation.ONLY_SECOND;
    return cutsText && wanted.stride() < room ? room : Integer.MAX_VALUE;
  }

  /** Cuts a text of which more than enough tokens are known. */
  Encoding begin(Sequence start, EncodeOptions wanted, Supplier<List<Encoding>> overflowing) {
    Window window = new Window(start, 0, enough(wanted));
    return join(window, Optional.empty(), wanted, new Overflow(overflowing));
  }

  private Encoding truncate(
      Sequence first, Optional<Sequence> second, int room, EncodeOptions wanted) {
    int[] sizes = sizes(first.size(), second.map(Sequence::size), room, wanted);
    List<Window> firsts = windows(first, sizes[0], wanted.stride());
    List<Window> seconds = second.map(s -> windows(s, sizes[1], wanted.stride())).orElse(List.of());
    List<Encoding> overflowing = new ArrayList<>();
    for (Window later : firsts.subList(1, firsts.size())) {
      for (int s = 0; s < Math.max(1, seconds.size()); s++) {
        overflowing.add(join(later, at(seconds, s), wanted, Overflow.NOTHING));
      }
    }
    for (int s = 1; s < seconds.size(); s++) {
      overflowing.add(join(firsts.getFirst(), at(seconds, s), wanted, Overflow.NOTHING));
    }
    List<Encoding> found = List.copyOf(overflowing);
    return join(firsts.getFirst(), at(seconds, 0), wanted, new Overflow(() -> found));
  }

  private static Optional<Window> at(List<Window> windows, int index) {
    return windows.isEmpty() ? Optional.empty() : Optional.of(windows.get(index));
  }

  /** How many tokens of each sequence stay when both have more than there is room for. */
  private static int[] sizes(int n1, Optional<Integer> second, int room, EncodeOptions wanted) {
    int n2 = second.orElse(0);
    if (room == 0) {
      return new int[] {0, 0};
    }
    int remove = n1 + n2 - room;
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
      return List.of(Window.whole(sequence));
    }
    if (length == 0) {
      return List.of(new Window(sequence, 0, 0), Window.whole(sequence));
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
      Window first, Optional<Window> second, EncodeOptions wanted, Overflow overflow) {
    int added = wanted.addSpecialTokens() ? 1 : 0;
    int pairBegin = first.size() + 2 * added;
    int size = pairBegin + (second.isPresent() ? second.get().size() + added : 0);
    Encoding.Columns columns = Encoding.Columns.ofSize(size, pairBegin);
    String pair = "";
    first.copy(columns, added);
    if (second.isPresent()) {
      second.get().copy(columns, pairBegin);
      pair = second.get().sequence().text();
    }
    if (wanted.addSpecialTokens()) {
      columns.special(0, classifier);
      columns.special(pairBegin - 1, separator);
      columns.special(size - 1, separator);
    }
    return new Encoding(vocabulary, first.sequence().text(), pair, columns, overflow);
  }

  /** Fills an encoding and its overflowing windows up to {@code length} tokens. */
  Encoding pad(Encoding encoding, int length) {
    if (length == 0) {
      return encoding;
    }
    if (padding.isEmpty()) {
      throw new IllegalArgumentException("the vocabulary has no token to pad with");
    }
    return encoding.padded(length, padding.getAsInt());
  }
}
