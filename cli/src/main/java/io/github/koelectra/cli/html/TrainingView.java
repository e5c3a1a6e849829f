package io.github.koelectra.cli.html;

import java.util.List;

/**
 * What a page of curves shows.
 *
 * @param curves in the order they are shown
 */
public record TrainingView(List<Curve> curves) {
  /** Copies the list. */
  public TrainingView {
    curves = List.copyOf(curves);
  }

  /**
   * How something went.
   *
   * @param name of what is measured
   * @param points by step
   */
  public record Curve(String name, List<Point> points) {
    /** Copies the points. */
    public Curve {
      points = List.copyOf(points);
    }
  }

  /** A value at a step. */
  public record Point(long step, double value) {}
}
