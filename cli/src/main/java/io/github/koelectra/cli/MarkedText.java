package io.github.koelectra.cli;

import io.github.koelectra.core.ReplacedTokenDetection.DetectedWord;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import io.github.koelectra.json.OneLine;
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

  private record Stretch(int begin, int end) {}

  @Override
  public String toString() {
    String text = detection.text();
    StringBuilder marked = new StringBuilder();
    int at = 0;
    for (Stretch stretch : suspicious()) {
      marked
          .append(OneLine.escaped(text.substring(at, stretch.begin)))
          .append(colour ? "\u001B[31m" : "**");
      marked
          .append(OneLine.escaped(text.substring(stretch.begin, stretch.end)))
          .append(colour ? "\u001B[0m" : "**");
      at = stretch.end;
    }
    int end = detection.truncated() ? detection.tokens().getLast().end() : text.length();
    return marked.append(OneLine.escaped(text.substring(at, end))).toString();
  }

  private List<Stretch> suspicious() {
    List<Stretch> stretches = new ArrayList<>();
    for (DetectedWord word : detection.words()) {
      if (word.replaced()) {
        boolean adjoins = !stretches.isEmpty() && stretches.getLast().end == word.begin();
        int begin = adjoins ? stretches.removeLast().begin : word.begin();
        stretches.add(new Stretch(begin, word.end()));
      }
    }
    return stretches;
  }
}
