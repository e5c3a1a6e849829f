package io.github.koelectra.cli.html;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes elements that are nested as they should be, with all text escaped. The names of elements
 * and attributes are our own; everything else may be anybody's.
 */
final class HtmlWriter {
  private static final Set<String> VOID = Set.of("input", "meta");

  private final Appendable out;
  private final Deque<String> open = new ArrayDeque<>();

  HtmlWriter(Appendable out) {
    this.out = out;
  }

  /** Begins a document. */
  HtmlWriter doctype() throws IOException {
    out.append("<!DOCTYPE html>\n");
    return this;
  }

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  HtmlWriter open(String element, String... attributes) throws IOException {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(Markup.escape(attributes[i + 1])).append('"');
    }
    out.append('>');
    if (!VOID.contains(element)) {
      open.push(element);
    }
    return this;
  }

  /** Ends the element that was begun last. */
  HtmlWriter close() throws IOException {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** A whole element with nothing but text in it. */
  HtmlWriter element(String element, String text, String... attributes) throws IOException {
    return open(element, attributes).text(text).close();
  }

  /** Text. */
  HtmlWriter text(String text) throws IOException {
    out.append(Markup.escape(text));
    return this;
  }

  /** The end of a line between blocks, where it does not count. */
  HtmlWriter line() throws IOException {
    out.append('\n');
    return this;
  }

  /** A style or script of our own, word for word. */
  HtmlWriter code(String element, PageCode code) throws IOException {
    open(element);
    out.append(code.text());
    return close();
  }

  /** Data for scripts: the content of a script element that is not run. */
  HtmlWriter data(String id, Object value) throws IOException {
    open("script", "type", "application/json", "id", id);
    out.append(Markup.json(value));
    return close();
  }

  /** Says that the document is whole. */
  void end() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not ended: " + open);
    }
  }
}
