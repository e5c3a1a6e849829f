package io.github.koelectra.bench.report;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.github.koelectra.bench.model.ModelBenchmark;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The charts of whole models on one thread, as SVG. */
final class Charts {
  private static final List<String> CONTENDERS =
      List.of(ModelTables.OURS, ModelTables.ONNX, ModelTables.TORCH, ModelTables.INT8);
  private static final List<Color> COLOURS =
      List.of(
          new Color(0xC4, 0x1E, 0x3A),
          new Color(0x1F, 0x5F, 0xB4),
          new Color(0xE0, 0x8A, 0x00),
          new Color(0x5A, 0x8F, 0xD0));
  private static final int LENGTH = 128;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final double MILLIS = 1000;

  private final Results results;
  private final Path folder;

  /** Charts go to {@code folder}. */
  Charts(Results results, Path folder) {
    this.results = results;
    this.folder = folder;
  }

  /** Writes a chart for each size for which there is something to draw. */
  void write() throws IOException {
    for (String size : List.of("SMALL", "BASE")) {
      String name = size.toLowerCase(Locale.ROOT);
      draw(
          "latency-" + name + ".svg",
          new Axes("v3 " + name + ": latency of one text", "tokens", "ms"),
          points(size, point -> point.texts() == 1),
          Point::tokens,
          (point, millis) -> millis);
      draw(
          "throughput-" + name + ".svg",
          new Axes("v3 " + name + ": throughput, 128 tokens a text", "texts in a call", "texts/s"),
          points(size, point -> point.tokens() == LENGTH),
          Point::texts,
          (point, millis) -> point.texts() * MILLIS / millis);
    }
  }

  private record Axes(String title, String across, String up) {}

  private record Point(int texts, int tokens, Cell cell) {}

  private interface Height {
    double of(Point point, double millis);
  }

  private List<Point> points(String size, Predicate<Point> wanted) {
    return results
        .of(ModelBenchmark.class)
        .filter(cell -> cell.parameter("size").equals(size))
        .filter(cell -> cell.parameter("threads").equals("1"))
        .filter(cell -> cell.parameter("point").matches("\\d+x\\d+"))
        .map(Charts::point)
        .filter(wanted)
        .sorted(Comparator.comparingInt(Point::texts).thenComparingInt(Point::tokens))
        .toList();
  }

  private static Point point(Cell cell) {
    String[] parts = cell.parameter("point").split("x", -1);
    return new Point(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), cell);
  }

  private void draw(String file, Axes axes, List<Point> points, ToDoubleFunction<Point> x, Height y)
      throws IOException {
    XYSeriesCollection lines = new XYSeriesCollection();
    for (String name : CONTENDERS) {
      XYSeries line = new XYSeries(name);
      for (Point point : points) {
        point
            .cell()
            .median(name)
            .ifPresent(ms -> line.add(x.applyAsDouble(point), y.of(point, ms)));
      }
      if (line.getItemCount() > 1) {
        lines.addSeries(line);
      }
    }
    if (lines.getSeriesCount() > 0) {
      Files.createDirectories(folder);
      try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
        svg(chart(axes, lines)).writeTo(out);
      }
    }
  }

  private static JFreeChart chart(Axes axes, XYSeriesCollection lines) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    for (int i = 0; i < lines.getSeriesCount(); i++) {
      boolean ours = lines.getSeriesKey(i).equals(ModelTables.OURS);
      renderer.setSeriesPaint(i, COLOURS.get(i));
      renderer.setSeriesStroke(i, new BasicStroke(ours ? 3f : 1.5f));
    }
    XYPlot plot =
        new XYPlot(lines, new NumberAxis(axes.across()), new NumberAxis(axes.up()), renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    JFreeChart chart = new JFreeChart(axes.title(), plot);
    chart.setBackgroundPaint(Color.WHITE);
    return chart;
  }

  private static Document svg(JFreeChart chart) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.draw(graphics, new Rectangle(WIDTH, HEIGHT));
    return Processors.get("svg").getDocument(graphics.getCommands(), new PageSize(WIDTH, HEIGHT));
  }
}
