package io.github.koelectra.cli.html;

import io.github.koelectra.cli.html.TrainingView.Curve;
import io.github.koelectra.cli.html.TrainingView.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A curve in a frame of {@link #WIDTH} by {@link #HEIGHT}. Of very many neighbouring points the
 * mean is drawn.
 *
 * @param name of what is measured
 * @param rows where lines and numbers stand at the left
 * @param columns where numbers stand below
 * @param drawn the points
 * @param end the last point of the curve
 */
record Chart(String name, List<Tick> rows, List<Tick> columns, List<Drawn> drawn, Point end) {
  static final double WIDTH = 480;
  static final double HEIGHT = 240;
  static final double LEFT = 72;
  static final double RIGHT = 16;

  private static final double TOP = 12;
  private static final double BOTTOM = 32;
  private static final int MOST_POINTS = 600;
  private static final int ROWS = 4;
  private static final int COLUMNS = 3;

  /** A number beside the frame. */
  record Tick(double at, String label) {}

  /** A point in the frame. */
  record Drawn(double x, double y, Point point) {}

  /** The chart of a curve with at least one point. */
  static Chart of(Curve curve) {
    List<Point> points = thinned(curve.points());
    double least = points.stream().mapToDouble(Point::value).min().orElseThrow();
    double most = points.stream().mapToDouble(Point::value).max().orElseThrow();
    if (least == most) {
      double room = least == 0 ? 1 : Math.abs(least) / 2;
      least -= room;
      most += room;
    }
    Scale vertical = new Scale(least, most, HEIGHT - BOTTOM, TOP);
    long steps = Math.max(1, points.getLast().step());
    Scale horizontal = new Scale(0, steps, LEFT, WIDTH - RIGHT);
    List<Drawn> drawn = new ArrayList<>();
    for (Point point : points) {
      drawn.add(new Drawn(horizontal.at(point.step()), vertical.at(point.value()), point));
    }
    return new Chart(
        curve.name(),
        vertical.ticks(ROWS, Chart::number),
        horizontal.ticks(COLUMNS, step -> String.format(Locale.ROOT, "%,.0f", step)),
        drawn,
        curve.points().getLast());
  }

  private static List<Point> thinned(List<Point> points) {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    List<Point> thinned = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i++) {
      int begin = (int) ((long) points.size() * i / MOST_POINTS);
      int end = (int) ((long) points.size() * (i + 1) / MOST_POINTS);
      List<Point> some = points.subList(begin, end);
      double mean = some.stream().mapToDouble(Point::value).average().orElseThrow();
      thinned.add(new Point(some.getLast().step(), mean));
    }
    return thinned;
  }

  /** Values along one side of the frame. */
  private record Scale(double least, double most, double from, double to) {
    double at(double value) {
      return from + (value - least) / (most - least) * (to - from);
    }

    /** At multiples of 1, 2 or 5 times a power of ten, about {@code parts} of them. */
    List<Tick> ticks(int parts, DoubleFunction<String> label) {
      double rough = (most - least) / parts;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double between =
          power
              * DoubleStream.of(1, 2, 5, 10).filter(m -> m * power >= rough).findFirst().orElse(10);
      List<Tick> ticks = new ArrayList<>();
      for (long i = (long) Math.ceil(least / between); i * between <= most; i++) {
        ticks.add(new Tick(at(i * between), label.apply(i * between)));
      }
      return ticks;
    }
  }

  /** A value in four digits. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 10_000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    boolean small = size > 0 && size < 1e-3;
    return String.format(Locale.ROOT, small ? "%.2e" : size < 10 ? "%.4f" : "%.1f", value);
  }

  /** A place as an attribute has it. */
  static String place(double at) {
    return String.format(Locale.ROOT, "%.1f", at);
  }

  /** The points of the line. */
  String line() {
    return drawn.stream()
        .map(point -> place(point.x) + "," + place(point.y))
        .collect(Collectors.joining(" "));
  }

  /** What the chart says until one points at it. */
  String last() {
    return said(end);
  }

  private static String said(Point point) {
    return String.format(Locale.ROOT, "%s · step %,d", number(point.value()), point.step());
  }

  /** The points for the script: their places and what is said of them. */
  SequencedMap<String, Object> points() {
    SequencedMap<String, Object> points = new LinkedHashMap<>();
    points.put("x", drawn.stream().map(p -> Math.round(p.x * 10) / 10.0).toList());
    points.put("y", drawn.stream().map(p -> Math.round(p.y * 10) / 10.0).toList());
    points.put("said", drawn.stream().map(p -> said(p.point)).toList());
    return points;
  }
}
