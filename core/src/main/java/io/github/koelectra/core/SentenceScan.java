package io.github.koelectra.core;

import io.github.koelectra.core.SentenceSplitter.Options;
import io.github.koelectra.core.SentenceSplitter.Sentence;
import java.util.ArrayList;
import java.util.List;

/** One walk over one text that cuts it into sentences. */
final class SentenceScan {
  private static final String WIDE = "。！？｡";

  private final String text;
  private final Options options;
  private final QuotedSpans spans;
  private final List<Sentence> found = new ArrayList<>();
  private int at;

  /** Where the sentence begins that is being read. */
  private int begin;

  SentenceScan(String text, Options options) {
    this.text = text;
    this.options = options;
    spans = QuotedSpans.of(text);
  }

  List<Sentence> run() {
    begin = skipWhite(0);
    at = begin;
    while (at < text.length()) {
      char character = text.charAt(at);
      if (Letters.white(character)) {
        white();
      } else if (spans.inside(at)) {
        quoted();
      } else if (Letters.ends(character)) {
        mark();
      } else {
        at++;
      }
    }
    cut(at);
    return List.copyOf(found);
  }

  private void cut(int end) {
    int last = end;
    while (last > begin && Letters.white(text.charAt(last - 1))) {
      last--;
    }
    if (last > begin) {
      found.add(new Sentence(text.substring(begin, last), begin, last));
    }
    begin = skipWhite(end);
    at = Math.max(begin, end);
  }

  private int skipWhite(int from) {
    int place = from;
    while (place < text.length() && Letters.white(text.charAt(place))) {
      place++;
    }
    return place;
  }

  private void white() {
    int end = skipWhite(at);
    int lines = lines(at, end);
    boolean ends =
        lines > 1
            || (!spans.inside(at)
                && (lines == 1
                    ? lineEnds()
                    : options.endingsWithoutPunctuation() && endsUnmarked(end)));
    if (ends && (lines > 0 || !hangs(end))) {
      cut(lines > 0 ? end : tail(at));
    } else {
      at = end;
    }
  }

  private int lines(int from, int to) {
    int lines = 0;
    for (int place = from; place < to; place++) {
      char character = text.charAt(place);
      boolean pair = character == '\r' && place + 1 < to && text.charAt(place + 1) == '\n';
      boolean line = character == '\n' || character == '\r' || character == '\u2028';
      lines += line && !pair ? 1 : 0;
      lines += character == '\u2029' ? 2 : 0;
    }
    return lines;
  }

  private boolean lineEnds() {
    return options.lineBreaks() || Endings.isFinal(wordBefore(at));
  }

  private boolean endsUnmarked(int next) {
    return next < text.length()
        && Endings.isFinalUnmarked(wordBefore(at))
        && !Endings.goesOnUnmarked(text, next);
  }

  /** The word before a place, without laughter and the like at its end. */
  private String wordBefore(int place) {
    String word = Endings.word(text, begin, place);
    int end = word.length();
    while (end > 0 && Letters.feeling(word.charAt(end - 1))) {
      end--;
    }
    return word.substring(0, end);
  }

  private boolean hangs(int place) {
    return place < text.length() && Letters.hangs(text.charAt(place));
  }

  /** A char in a quotation or in brackets; perhaps the mark that closes it. */
  private void quoted() {
    int closing = at;
    at++;
    if (spans.closes(closing)
        && Letters.ends(text.charAt(closing - 1))
        && closesSentence(closing)) {
      int end = runEnd(at);
      if (spaced(end) && !hangs(skipWhite(end)) && !Endings.goesOnQuoted(text, skipWhite(end))) {
        cut(tail(end));
      }
    }
  }

  private boolean closesSentence(int closing) {
    int opening = spans.opening(closing);
    int before = opening;
    while (before > begin && opening - before < 3 && Letters.white(text.charAt(before - 1))) {
      before--;
    }
    boolean introduced = before > begin && text.charAt(before - 1) == ':';
    return opening == begin || (introduced && spans.opensQuote(opening));
  }

  private boolean spaced(int place) {
    return place < text.length() && Letters.white(text.charAt(place));
  }

  /** A mark that may end a sentence, and those that follow it. */
  private void mark() {
    int from = at;
    int end = runEnd(from);
    at = end;
    if (end < text.length() && ends(from, end)) {
      cut(tail(end));
    }
  }

  /** Where the marks, feelings and closing marks that begin here end. */
  private int runEnd(int from) {
    int place = from;
    while (place < text.length() && !spans.opens(place) && runs(place)) {
      place += Character.charCount(text.codePointAt(place));
    }
    return place;
  }

  private boolean runs(int place) {
    char character = text.charAt(place);
    return Letters.ends(character)
        || Letters.hangs(character)
        || QuotedSpans.closing(character)
        || Letters.feeling(text.codePointAt(place));
  }

  /** Where the words end that are nothing but feelings and marks and begin after a space here. */
  private int tail(int from) {
    int end = from;
    while (true) {
      int word = end;
      while (word < text.length() && (text.charAt(word) == ' ' || text.charAt(word) == '\u00a0')) {
        word++;
      }
      int wordEnd = runEnd(word);
      boolean whole = wordEnd == text.length() || (spaced(wordEnd) && !hangs(skipWhite(wordEnd)));
      if (wordEnd == word || !whole || !feels(word)) {
        return end;
      }
      end = wordEnd;
    }
  }

  /** Whether a word begins as an emoticon and not as a dash or bracket of what follows. */
  private boolean feels(int word) {
    boolean dash = text.charAt(word) == '-' && (word + 1 == text.length() || spaced(word + 1));
    return !dash && !Letters.hangs(text.charAt(word));
  }

  private boolean ends(int from, int end) {
    boolean strong = false;
    boolean wide = false;
    int dots = 0;
    for (int place = from; place < end; place++) {
      char character = text.charAt(place);
      wide |= WIDE.indexOf(character) >= 0;
      strong |= Letters.ends(character) && ".…．".indexOf(character) < 0;
      dots += character == '.' || character == '．' ? 1 : 0;
      dots += character == '…' ? 2 : 0;
    }
    if (!spaced(end)) {
      return endsWithoutSpace(from, end, wide);
    }
    int next = skipWhite(end);
    if (next == text.length() || hangs(next) || Endings.goesOn(text, next)) {
      return false;
    }
    return strong || (dots > 1 ? Endings.isFinal(wordBefore(from)) : stopEnds(from, next));
  }

  private boolean endsWithoutSpace(int from, int end, boolean wide) {
    char next = text.charAt(end);
    if (Letters.hangs(next) || Endings.goesOnAttached(text, end)) {
      return false;
    }
    boolean begins = Letters.hangul(next) || spans.opensQuote(end);
    return (wide && (begins || Character.isLetter(next)))
        || (begins && Endings.isFinal(wordBefore(from)));
  }

  /** Whether one full stop with a space after it ends the sentence. */
  private boolean stopEnds(int stop, int next) {
    char following = text.charAt(next);
    String word = Endings.word(text, begin, stop);
    if (word.isEmpty()) {
      return stop > begin;
    }
    char last = word.charAt(word.length() - 1);
    if (Letters.latin(last) && Character.isLowerCase(following)) {
      return false;
    }
    if (Endings.isItemNumber(word) || (Endings.isMarker(word) && stop - word.length() == begin)) {
      return false;
    }
    return !Endings.takesStop(word) && !datePart(word, stop, following);
  }

  private boolean datePart(String word, int stop, char following) {
    if (!Endings.isDatePart(word)) {
      return false;
    }
    int before = stop - word.length();
    while (before > begin && Letters.white(text.charAt(before - 1))) {
      before--;
    }
    boolean continues = before > begin + 1 && text.charAt(before - 1) == '.';
    return Letters.digit(following) || (continues && Letters.digit(text.charAt(before - 2)));
  }
}
