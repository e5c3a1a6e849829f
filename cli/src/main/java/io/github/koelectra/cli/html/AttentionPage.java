package io.github.koelectra.cli.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What tokens attend to, head by head: the tokens in two columns, a line from each to those it
 * attends to, as dark as it does; all heads as thumbnails to pick from. Layers and heads count from
 * 0. Probabilities are rounded to 1/255.
 */
public final class AttentionPage {
  private static final Page.Kind KIND =
      new Page.Kind(
          "attention", "어텐션", "왼쪽 토큰이 오른쪽 토큰을 얼마나 보는지, 층과 헤드마다 보여 줍니다. 토큰을 가리키면 그 토큰의 선만 남습니다.");

  private AttentionPage() {}

  /**
   * Writes a page.
   *
   * @param layer the layer that is shown at first
   * @param head the head that is shown at first
   * @throws IOException if the file cannot be written, or is one that is read
   */
  public static void write(Path file, Subject subject, AttentionView view, int layer, int head)
      throws IOException {
    try (Page page = Page.create(file, subject, KIND)) {
      HtmlWriter html = page.html();
      html.open("noscript").element("p", "이 쪽은 스크립트가 있어야 그려집니다.", "class", "note").close();
      html.open("div", "class", "layout").line();
      heads(html);
      view(html, view.truncated());
      html.close().line();
      html.data("data", data(view, layer, head)).line();
      page.finish();
    }
  }

  private static void heads(HtmlWriter html) throws IOException {
    html.open("section", "class", "card heads").element("h2", "모든 헤드");
    html.element("p", "한 줄이 한 층이고, 한 칸이 한 헤드입니다.", "class", "note");
    html.element("div", "", "id", "thumbnails").close().line();
  }

  private static void view(HtmlWriter html, boolean truncated) throws IOException {
    html.open("section", "class", "card view").open("div", "class", "pickers");
    html.open("label").text("층 ").element("select", "", "id", "layer").close();
    html.open("label").text("헤드 ").element("select", "", "id", "head").close();
    html.open("label", "class", "least").text("최소 확률 ");
    html.open(
        "input", "id", "least", "type", "range", "min", "1", "max", "50", "step", "1", "value",
        "3");
    html.element("output", "", "id", "least-value", "for", "least").close().close().line();
    html.element("p", "", "id", "status", "class", "note", "role", "status");
    html.open("div", "id", "columns").element("ol", "", "id", "from", "aria-label", "보는 토큰");
    html.open("svg", "id", "lines", "preserveAspectRatio", "none", "aria-hidden", "true");
    html.element("line", "").close();
    html.element("ol", "", "id", "to", "aria-label", "보이는 토큰").close().line();
    html.element("p", "확률은 1/255 단위로 반올림했습니다. 층과 헤드는 0부터 셉니다.", "class", "note");
    if (truncated) {
      html.element("p", "모델은 이 글의 끝부분을 읽지 않았습니다.", "class", "note");
    }
    html.close().line();
  }

  private static Map<String, Object> data(AttentionView view, int layer, int head) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("tokens", view.tokens());
    data.put("pairBegin", view.pairBegin());
    data.put("layers", view.layers().size());
    data.put("heads", view.heads());
    data.put("layer", layer);
    data.put("head", head);
    data.put("steps", PackedProbabilities.STEPS);
    data.put("probabilities", PackedProbabilities.of(view.layers()));
    return data;
  }
}
