package io.github.koelectra.core;

import java.util.Arrays;

/**
 * A text in which some stretches were replaced, and where its places were before. A stretch that
 * was replaced is one piece: what begins or ends within its replacement began with it and ended
 * with it. Immutable.
 */
final class EditedText {
  private final String source;
  private final String text;

  /** Of every replacement the place where it begins and ends, in the text and in its source. */
  private final int[] begins;

  private final int[] ends;
  private final int[] sourceBegins;
  private final int[] sourceEnds;

  private EditedText(Editor editor) {
    source = editor.source;
    text = editor.finished();
    begins = Arrays.copyOf(editor.begins, editor.count);
    ends = Arrays.copyOf(editor.ends, editor.count);
    sourceBegins = Arrays.copyOf(editor.sourceBegins, editor.count);
    sourceEnds = Arrays.copyOf(editor.sourceEnds, editor.count);
  }

  String text() {
    return text;
  }

  boolean unchanged() {
    return begins.length == 0;
  }

  /** Where in the source that begins which begins at {@code place} of the text. */
  int begin(int place) {
    int edit = last(begins, place);
    if (edit >= 0 && place < ends[edit]) {
      return sourceBegins[edit];
    }
    int found = edit < 0 ? place : place - ends[edit] + sourceEnds[edit];
    return splitsPair(found) ? found - 1 : found;
  }

  /** Where in the source that ends which ends at {@code place} of the text. */
  int end(int place) {
    int edit = last(begins, place - 1);
    if (edit >= 0 && place <= ends[edit]) {
      return sourceEnds[edit];
    }
    int found = edit < 0 ? place : place - ends[edit] + sourceEnds[edit];
    return splitsPair(found) ? found + 1 : found;
  }

  private boolean splitsPair(int place) {
    return place > 0
        && place < source.length()
        && Character.isSurrogatePair(source.charAt(place - 1), source.charAt(place));
  }

  /** The last of the ascending places that is at most {@code place}, or -1. */
  private static int last(int[] places, int place) {
    int found = Arrays.binarySearch(places, place);
    return found >= 0 ? found : -found - 2;
  }

  /** Replaces stretches of a text from its beginning to its end. */
  static final class Editor {
    private static final int FIRST_ROOM = 16;

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private int[] begins = new int[FIRST_ROOM];
    private int[] ends = new int[FIRST_ROOM];
    private int[] sourceBegins = new int[FIRST_ROOM];
    private int[] sourceEnds = new int[FIRST_ROOM];
    private int count;
    private int copied;

    Editor(String source) {
      this.source = source;
    }

    /** Writes {@code by}, which is not empty, in place of the chars from begin to end. */
    void replace(int begin, int end, String by) {
      if (count == begins.length) {
        begins = Arrays.copyOf(begins, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
        sourceBegins = Arrays.copyOf(sourceBegins, 2 * count);
        sourceEnds = Arrays.copyOf(sourceEnds, 2 * count);
      }
      out.append(source, copied, begin);
      begins[count] = out.length();
      out.append(by);
      ends[count] = out.length();
      sourceBegins[count] = begin;
      sourceEnds[count] = end;
      copied = end;
      count++;
    }

    EditedText finish() {
      return new EditedText(this);
    }

    private String finished() {
      return count == 0 ? source : out.append(source, copied, source.length()).toString();
    }
  }
}
