package io.github.koelectra.cli.html;

import io.github.koelectra.cli.html.DetectView.Suggestion;
import io.github.koelectra.cli.html.DetectView.Word;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A heat map over the words of texts: colour by score, suspicious words outlined with what may
 * belong in their place, and a slider for the score from which a word is suspicious. Holds one text
 * at a time; for one thread.
 *
 * <pre>{@code
 * try (DetectPage page = DetectPage.create(file, new Subject(model, List.of(directory)), 0.5)) {
 *   page.add(view);
 *   page.finish();
 * }
 * }</pre>
 */
public final class DetectPage implements AutoCloseable {
  private static final int LEVELS = 10;

  private static final Page.Kind KIND =
      new Page.Kind("detect", "어색한 단어", "색이 짙을수록 그 자리에 어울리지 않을 가능성이 큽니다. 단어를 가리키면 점수가 보입니다.");

  private final Page page;
  private final double threshold;

  private DetectPage(Page page, double threshold) {
    this.page = page;
    this.threshold = threshold;
  }

  /**
   * Begins a page.
   *
   * @param threshold the score above which a word is suspicious, until the slider is moved
   * @throws IOException if the file cannot be written, or is one that is read
   */
  public static DetectPage create(Path file, Subject subject, double threshold) throws IOException {
    DetectPage page = new DetectPage(Page.create(file, subject, KIND), threshold);
    try {
      page.controls();
      return page;
    } catch (IOException | RuntimeException e) {
      page.close();
      throw e;
    }
  }

  private void controls() throws IOException {
    String value = Stretches.number(threshold);
    HtmlWriter html = page.html();
    html.open("section", "class", "bar", "aria-label", "기준과 범례");
    html.open("div", "class", "slider").element("label", "기준 점수", "for", "threshold");
    html.open(
        "input",
        "id",
        "threshold",
        "type",
        "range",
        "min",
        "0",
        "max",
        "1",
        "step",
        "0.01",
        "value",
        value);
    html.element("output", value, "id", "value", "for", "threshold").close();
    html.open("div", "class", "legend").element("span", "0");
    html.open("span", "class", "scale", "aria-hidden", "true");
    for (int level = 0; level <= LEVELS; level++) {
      html.element("i", "", "class", "l" + level);
    }
    html.close().element("span", "1").close();
    html.element("p", "", "id", "count", "class", "count", "role", "status").close().line();
  }

  /**
   * Shows a text.
   *
   * @throws IOException if the file cannot be written, or the page has 10,000 texts already
   */
  public void add(DetectView view) throws IOException {
    HtmlWriter html = page.html();
    html.open("section", "class", "card text");
    html.element("h2", "텍스트 " + page.nextText()).open("p", "class", "words");
    int at = 0;
    for (Word word : view.words()) {
      html.text(view.text().substring(at, word.begin()));
      word(word, view.text().substring(word.begin(), word.end()));
      at = word.end();
    }
    html.element("span", view.text().substring(at), "class", view.truncated() ? "cut" : "rest");
    html.close();
    if (view.truncated()) {
      html.element("p", "흐린 끝부분은 모델이 읽지 않았습니다.", "class", "note");
    }
    html.close().line();
  }

  private void word(Word word, String text) throws IOException {
    boolean marked = word.score() > threshold;
    long level = Math.round(Math.clamp(word.score(), 0, 1) * LEVELS);
    HtmlWriter html = page.html();
    html.open("span", "class", "word" + (marked ? " marked" : ""));
    String score = Stretches.number(word.score());
    html.element("span", text, "class", "heat l" + level, "data-score", score);
    if (!word.suggestions().isEmpty()) {
      html.open("span", "class", "suggestions");
      for (Suggestion suggestion : word.suggestions()) {
        html.open("span").text(suggestion.text() + " ");
        html.element("small", Stretches.number(suggestion.score())).close();
      }
      html.close();
    }
    html.close();
  }

  /** Writes what is left and gives the file its name. */
  public void finish() throws IOException {
    page.finish();
  }

  /** Removes a page that was not finished. */
  @Override
  public void close() throws IOException {
    page.close();
  }
}
