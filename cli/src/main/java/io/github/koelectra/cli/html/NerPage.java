package io.github.koelectra.cli.html;

import io.github.koelectra.cli.html.NerView.Entity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map.Entry;

/**
 * Texts with their entities in the colours of their types, how many there are of each type, and a
 * table of all entities. A type is hidden and shown by its button. Holds one text at a time, and of
 * the entities how often each was met (at most 10,000 different ones); for one thread.
 *
 * <pre>{@code
 * try (NerPage page = NerPage.create(file, new Subject(model, List.of(directory)))) {
 *   page.add(view);
 *   page.finish();
 * }
 * }</pre>
 */
public final class NerPage implements AutoCloseable {
  private static final Page.Kind KIND =
      new Page.Kind("ner", "개체명", "글 속의 이름, 장소, 날짜 등을 종류별 색으로 보여 줍니다. 종류를 누르면 숨기거나 다시 보입니다.");

  private final Page page;
  private final EntityCounts counts = new EntityCounts();

  private NerPage(Page page) {
    this.page = page;
  }

  /**
   * Begins a page.
   *
   * @throws IOException if the file cannot be written, or is one that is read
   */
  public static NerPage create(Path file, Subject subject) throws IOException {
    NerPage page = new NerPage(Page.create(file, subject, KIND));
    try {
      page.page.html().open("div", "class", "layout").open("div", "class", "texts").line();
      return page;
    } catch (IOException | RuntimeException e) {
      page.close();
      throw e;
    }
  }

  /**
   * Shows a text.
   *
   * @throws IOException if the file cannot be written, or the page has 10,000 texts already
   */
  public void add(NerView view) throws IOException {
    HtmlWriter html = page.html();
    html.open("section", "class", "card text");
    html.element("h2", "텍스트 " + page.nextText()).open("p", "class", "entities");
    int at = 0;
    for (Entity entity : view.entities()) {
      html.text(view.text().substring(at, entity.begin()));
      entity(entity, view.text().substring(entity.begin(), entity.end()));
      at = entity.end();
    }
    html.text(view.text().substring(at)).close();
    if (view.truncated()) {
      html.element("p", "모델은 이 글의 끝부분을 읽지 않았습니다.", "class", "note");
    }
    html.close().line();
  }

  private void entity(Entity entity, String text) throws IOException {
    counts.add(text, entity.type());
    page.html()
        .element(
            "mark",
            text,
            "class",
            "entity " + counts.colour(entity.type()),
            "data-type",
            entity.type(),
            "title",
            entity.type() + " " + Stretches.number(entity.score()));
  }

  private void types() throws IOException {
    HtmlWriter html = page.html();
    html.open("section", "class", "card legend").element("h2", "종류");
    html.open("div", "class", "types");
    for (Entry<String, Integer> type : counts.types()) {
      String name = type.getKey();
      String[] attributes = {
        "type", "button", "class", counts.colour(name), "data-type", name, "aria-pressed", "true"
      };
      html.open("button", attributes).element("span", name);
      html.element("span", type.getValue().toString(), "class", "count").close();
    }
    html.close();
    if (counts.types().isEmpty()) {
      html.element("p", "찾은 개체명이 없습니다.", "class", "note");
    }
    html.close().line();
  }

  private void table() throws IOException {
    HtmlWriter html = page.html();
    html.open("section", "class", "card found").element("h2", "찾은 개체명");
    html.open("table").open("thead").open("tr").element("th", "개체명", "scope", "col");
    html.element("th", "종류", "scope", "col").element("th", "횟수", "scope", "col", "class", "number");
    html.close().close().open("tbody").line();
    for (var entity : counts.entities()) {
      String type = entity.getKey().type();
      html.open("tr", "data-type", type).element("td", entity.getKey().text());
      html.open("td").element("span", type, "class", "badge " + counts.colour(type)).close();
      html.element("td", entity.getValue().toString(), "class", "number").close().line();
    }
    html.close().close();
    if (!counts.complete()) {
      html.element("p", "처음 만난 " + EntityCounts.MOST + "가지만 표에 있습니다.", "class", "note");
    }
    html.close().line();
  }

  /** Writes what is left and gives the file its name. */
  public void finish() throws IOException {
    page.html().close().open("aside").line();
    types();
    if (!counts.entities().isEmpty()) {
      table();
    }
    page.html().close().close().line();
    page.finish();
  }

  /** Removes a page that was not finished. */
  @Override
  public void close() throws IOException {
    page.close();
  }
}
