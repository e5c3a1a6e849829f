package io.github.koelectra.bench.model;

/** How far the logits of two runtimes are apart. */
final class Agreement {
  private static final double TOLERANCE = 1e-4;

  private Agreement() {}

  /** The largest difference of two packed lists of logits. */
  static double difference(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      throw new IllegalStateException(ours.length + " logits against " + theirs.length);
    }
    double largest = 0;
    for (int i = 0; i < ours.length; i++) {
      double difference = Math.abs((double) ours[i] - theirs[i]);
      largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
    }
    return largest;
  }

  /**
   * Says how far a contender is from ours.
   *
   * @param exact whether its weights are ours; quantised ones are not
   * @throws IllegalStateException if its weights are ours and its logits are not
   */
  static double check(String name, boolean exact, float[] ours, float[] theirs) {
    double difference = difference(ours, theirs);
    System.out.printf("%s: logits differ from ours by at most %.1e%n", name, difference);
    if (exact && difference > TOLERANCE) {
      throw new IllegalStateException(name + " does not agree with ours");
    }
    return difference;
  }
}
