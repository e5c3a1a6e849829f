package io.github.koelectra.cli.html;

import io.github.koelectra.cli.html.TrainingView.Curve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The curves of a training run: a chart for each measure, and a table of where they are. */
public final class TrainingPage {
  private static final Page.Kind KIND =
      new Page.Kind("training", "학습 곡선", "가로축은 학습한 스텝 수입니다. 곡선을 가리키면 그 자리의 값이 보입니다.");

  private static final double GAP = 8;

  private static final Map<String, String> MEANINGS =
      Map.of(
          "loss", "손실",
          "rate", "학습률",
          "gradient_norm", "기울기의 크기",
          "tokens_per_second", "초당 토큰");

  private TrainingPage() {}

  /**
   * Writes a page.
   *
   * @throws IOException if the file cannot be written, or is one that is read
   */
  public static void write(Path file, Subject subject, TrainingView view) throws IOException {
    try (Page page = Page.create(file, subject, KIND)) {
      HtmlWriter html = page.html();
      List<Chart> charts = new ArrayList<>();
      for (Curve curve : view.curves()) {
        charts.add(Chart.of(curve));
      }
      if (charts.isEmpty()) {
        html.element("p", "아직 기록이 없습니다.", "class", "card none").line();
      } else {
        table(html, view.curves());
        html.open("div", "class", "charts").line();
        for (Chart chart : charts) {
          chart(html, chart);
        }
        html.close().line();
      }
      html.data("points", charts.stream().map(Chart::points).toList()).line();
      page.finish();
    }
  }

  private static void table(HtmlWriter html, List<Curve> curves) throws IOException {
    html.open("section", "class", "card summary").element("h2", "요약").open("table");
    html.open("thead").open("tr").element("th", "값", "scope", "col");
    for (String column : List.of("처음", "마지막", "최소", "최대")) {
      html.element("th", column, "scope", "col", "class", "number");
    }
    html.close().close().open("tbody").line();
    for (Curve curve : curves) {
      List<Double> values = curve.points().stream().map(TrainingView.Point::value).toList();
      html.open("tr").open("th", "scope", "row");
      name(html, curve.name());
      html.close();
      double least = values.stream().mapToDouble(v -> v).min().orElse(Double.NaN);
      double most = values.stream().mapToDouble(v -> v).max().orElse(Double.NaN);
      for (double value : new double[] {values.getFirst(), values.getLast(), least, most}) {
        html.element("td", Chart.number(value), "class", "number");
      }
      html.close().line();
    }
    html.close().close().close().line();
  }

  private static void name(HtmlWriter html, String name) throws IOException {
    html.element("code", name);
    if (MEANINGS.containsKey(name)) {
      html.text(" " + MEANINGS.get(name));
    }
  }

  private static void chart(HtmlWriter html, Chart chart) throws IOException {
    html.open("section", "class", "card chart").open("h2");
    name(html, chart.name());
    html.close().element("output", chart.last(), "class", "value");
    String size = "0 0 " + Chart.WIDTH + " " + Chart.HEIGHT;
    html.open("svg", "viewBox", size, "role", "img", "aria-label", chart.name()).line();
    for (Chart.Tick tick : chart.rows()) {
      row(html, tick);
    }
    for (Chart.Tick tick : chart.columns()) {
      label(html, "x", tick.label(), tick.at(), Chart.HEIGHT - GAP);
    }
    html.open("polyline", "points", chart.line()).close();
    html.open("circle", "class", "dot", "r", "4").close();
    html.close().close().line();
  }

  private static void row(HtmlWriter html, Chart.Tick tick) throws IOException {
    String y = Chart.place(tick.at());
    String right = Chart.place(Chart.WIDTH - Chart.RIGHT);
    html.open("line", "x1", Chart.place(Chart.LEFT), "x2", right, "y1", y, "y2", y).close();
    label(html, "y", tick.label(), Chart.LEFT - GAP, tick.at() + GAP / 2);
  }

  private static void label(HtmlWriter html, String kind, String text, double x, double y)
      throws IOException {
    html.element("text", text, "class", kind, "x", Chart.place(x), "y", Chart.place(y)).line();
  }
}
