package io.github.koelectra.cli.html;

import io.github.koelectra.cli.html.QaView.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Questions with their answers marked in the documents, the best most. An answer in the list leads
 * to its place. Holds one question at a time; for one thread.
 *
 * <pre>{@code
 * try (QaPage page = QaPage.create(file, new Subject(model, List.of(directory)))) {
 *   page.add(view);
 *   page.finish();
 * }
 * }</pre>
 */
public final class QaPage implements AutoCloseable {
  /** Answers from this rank on look alike. */
  private static final int LAST_RANK = 3;

  private static final Page.Kind KIND =
      new Page.Kind("qa", "질문과 답", "문서에서 찾은 답을 보여 줍니다. 가장 좋은 답이 가장 진하며, 목록의 답을 누르면 그 자리로 갑니다.");

  private final Page page;

  private QaPage(Page page) {
    this.page = page;
  }

  /**
   * Begins a page.
   *
   * @throws IOException if the file cannot be written, or is one that is read
   */
  public static QaPage create(Path file, Subject subject) throws IOException {
    return new QaPage(Page.create(file, subject, KIND));
  }

  /**
   * Shows a question.
   *
   * @throws IOException if the file cannot be written, or the page has 10,000 questions already
   */
  public void add(QaView view) throws IOException {
    int number = page.nextText();
    HtmlWriter html = page.html();
    html.open("section", "class", "question").open("div", "class", "card answers");
    html.element("p", "질문 " + number, "class", "eyebrow").element("h2", view.question());
    html.open("ol").line();
    for (int rank = 0; rank < view.answers().size(); rank++) {
      item(view, number, rank);
    }
    html.close();
    if (view.answers().isEmpty()) {
      html.element("p", "찾은 답이 없습니다.", "class", "note");
    }
    html.close().line().open("div", "class", "documents").line();
    for (int document = 0; document < view.documents().size(); document++) {
      document(view, number, document);
    }
    html.close().close().line();
  }

  private void item(QaView view, int number, int rank) throws IOException {
    Answer answer = view.answers().get(rank);
    HtmlWriter html = page.html();
    html.open("li", "class", "rank" + Math.min(rank, LAST_RANK));
    if (answer.isNone()) {
      html.element("span", "(답 없음)", "class", "none");
    } else {
      QaView.Document document = view.documents().get(answer.document());
      String text = document.text().substring(answer.begin(), answer.end());
      String place = place(number, rank);
      html.element("a", text, "href", "#" + place, "data-answer", place);
      html.element("span", document.name(), "class", "name");
    }
    String score = String.format(Locale.ROOT, "%.4f", answer.score());
    html.open("span", "class", "score");
    html.element("meter", score, "min", "0", "max", "1", "value", score, "aria-hidden", "true");
    html.element("span", score).close().close().line();
  }

  private static String place(int number, int rank) {
    return "q" + number + "a" + (rank + 1);
  }

  private void document(QaView view, int number, int document) throws IOException {
    String name = view.documents().get(document).name();
    HtmlWriter html = page.html();
    html.open("article", "class", "card").element("h3", name);
    html.open("div", "class", "body", "tabindex", "0", "role", "region", "aria-label", name);
    String text = view.documents().get(document).text();
    List<Integer> ranks = ranks(view, document);
    int begin = 0;
    for (int end : borders(view, ranks, text.length())) {
      if (begin < end) {
        stretch(view, number, ranks, text, begin, end);
        begin = end;
      }
    }
    html.close().close().line();
  }

  private static List<Integer> ranks(QaView view, int document) {
    return IntStream.range(0, view.answers().size())
        .filter(r -> view.answers().get(r).document() == document)
        .filter(r -> !view.answers().get(r).isNone())
        .boxed()
        .toList();
  }

  /** Where answers begin or end, and where the text ends. */
  private static SortedSet<Integer> borders(QaView view, List<Integer> ranks, int length) {
    SortedSet<Integer> borders = new TreeSet<>(List.of(length));
    for (int rank : ranks) {
      borders.add(view.answers().get(rank).begin());
      borders.add(view.answers().get(rank).end());
    }
    return borders;
  }

  /** A stretch in which no answer begins or ends. */
  private void stretch(
      QaView view, int number, List<Integer> ranks, String text, int begin, int end)
      throws IOException {
    HtmlWriter html = page.html();
    List<Integer> over =
        ranks.stream()
            .filter(
                r -> view.answers().get(r).begin() <= begin && begin < view.answers().get(r).end())
            .toList();
    for (int rank : over) {
      if (view.answers().get(rank).begin() == begin) {
        html.element("span", "", "class", "place", "id", place(number, rank));
      }
    }
    String stretch = text.substring(begin, end);
    if (over.isEmpty()) {
      html.text(stretch);
      return;
    }
    String rank = "rank" + Math.min(over.getFirst(), LAST_RANK);
    String of = over.stream().map(r -> place(number, r)).collect(Collectors.joining(" "));
    html.element("mark", stretch, "class", rank, "data-answers", of);
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
