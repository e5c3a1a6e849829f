package io.github.koelectra.cli.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The frame of every page: head, title, the switch between light and dark, what the page is about.
 * The browser is told to load nothing and to run no script but the page's own, by their digests, so
 * that even a mistake in here could not let a text act.
 */
final class Page implements AutoCloseable {
  /** How many texts a page shows; browsers become slow beyond. */
  static final int MOST_TEXTS = 10_000;

  private final PageFile file;
  private final HtmlWriter html;
  private final PageCode script;
  private int texts;

  private Page(PageFile file, PageCode script) {
    this.file = file;
    this.html = new HtmlWriter(file);
    this.script = script;
  }

  /**
   * What a page is.
   *
   * @param name the name of its style and its script
   * @param title its title
   * @param lead what it shows, in a sentence
   */
  record Kind(String name, String title, String lead) {}

  /** Begins a page; what is written next stands in its main part. */
  static Page create(Path path, Subject subject, Kind kind) throws IOException {
    PageCode style = PageCode.of("page.css", kind.name() + ".css");
    PageCode script = PageCode.of("page.js", kind.name() + ".js");
    PageFile file = PageFile.create(path, subject.sources());
    try {
      Page page = new Page(file, script);
      page.head(kind, style);
      page.header(kind, subject.model());
      return page;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void head(Kind kind, PageCode style) throws IOException {
    String policy =
        String.join(
            "; ",
            List.of(
                "default-src 'none'",
                "style-src " + style.source(),
                "script-src " + script.source(),
                "base-uri 'none'",
                "form-action 'none'"));
    html.doctype().open("html", "lang", "ko").line().open("head").line();
    html.open("meta", "charset", "utf-8").line();
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy).line();
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.line().open("meta", "name", "color-scheme", "content", "light dark").line();
    html.element("title", kind.title() + " – KoELECTRA").line();
    html.code("style", style).line().close().line();
  }

  private void header(Kind kind, String model) throws IOException {
    html.open("body", "class", kind.name()).line();
    html.element("a", "본문으로 건너뛰기", "class", "skip", "href", "#main").line();
    html.open("header", "class", "top").open("div").element("p", "KoELECTRA", "class", "brand");
    html.element("h1", kind.title()).open("p", "class", "lead").text(kind.lead()).close();
    html.open("p", "class", "model").text("모델 ").element("code", model).close().close();
    html.open("button", "type", "button", "id", "theme", "aria-label", "밝게 또는 어둡게");
    html.element("span", "", "class", "moon", "aria-hidden", "true").close().close().line();
    html.open("main", "id", "main", "tabindex", "-1").line();
  }

  HtmlWriter html() {
    return html;
  }

  /** Counts a text more and gives its number, from 1 on. */
  int nextText() throws IOException {
    if (texts == MOST_TEXTS) {
      throw new IOException(
          file.path() + ": a page shows at most " + MOST_TEXTS + " texts; give it fewer");
    }
    return ++texts;
  }

  /** Writes what is left and gives the file its name. */
  void finish() throws IOException {
    html.close().line().code("script", script).line().close().line().close().line();
    html.end();
    file.finish();
  }

  /** Removes a page that was not finished. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
