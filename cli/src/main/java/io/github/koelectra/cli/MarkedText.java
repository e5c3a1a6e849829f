package io.github.koelectra.cli;

import io.github.koelectra.core.ReplacedTokenDetection.DetectedToken;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with its suspicious words in red on a terminal, between stars elsewhere. A word is
 * suspicious when one of its tokens is; words side by side are marked as one. A text that was cut
 * ends where it was.
 *
 * @param detection what was found in the text
 * @param colour whether a terminal shows it
 */
record MarkedText(Detection detection, boolean colour) {
  private static final String CONTINUES = "##";
  private static final String CUT = " …(cut)";

  private record Stretch(int begin, int end) {}

  @Override
  public String toString() {
    String text = detection.text();
    StringBuilder marked = new StringBuilder();
    int at = 0;
    for (Stretch stretch : suspicious()) {
      marked.append(text, at, stretch.begin).append(colour ? "\u001B[31m" : "**");
      marked.append(text, stretch.begin, stretch.end).append(colour ? "\u001B[0m" : "**");
      at = stretch.end;
    }
    return detection.truncated()
        ? marked.append(text, at, detection.tokens().getLast().end()).append(CUT).toString()
        : marked.append(text, at, text.length()).toString();
  }

  private List<Stretch> suspicious() {
    List<DetectedToken> tokens = detection.tokens();
    List<Stretch> stretches = new ArrayList<>();
    for (int first = 0; first < tokens.size(); first = wordEnd(first)) {
      List<DetectedToken> word = tokens.subList(first, wordEnd(first));
      if (word.stream().anyMatch(DetectedToken::replaced)) {
        int begin = word.getFirst().begin();
        boolean adjoins = !stretches.isEmpty() && stretches.getLast().end == begin;
        begin = adjoins ? stretches.removeLast().begin : begin;
        stretches.add(new Stretch(begin, word.getLast().end()));
      }
    }
    return stretches;
  }

  private int wordEnd(int first) {
    List<DetectedToken> tokens = detection.tokens();
    int end = first + 1;
    while (end < tokens.size() && tokens.get(end).text().startsWith(CONTINUES)) {
      end++;
    }
    return end;
  }
}
