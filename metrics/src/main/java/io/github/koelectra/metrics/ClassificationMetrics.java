package io.github.koelectra.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How right predicted classes are, with scikit-learn's definitions. Stateless and safe to share
 * between threads. Every method refuses lists of different lengths and empty ones with an {@link
 * IllegalArgumentException}.
 */
public final class ClassificationMetrics {
  private ClassificationMetrics() {}

  /** How the scores of classes become one. */
  public enum Average {
    /** The mean over the classes that occur among labels or predictions. */
    MACRO,
    /** One score of all decisions together. */
    MICRO,
    /** The mean over classes, each as heavy as it has labels. */
    WEIGHTED,
    /** The score of class 1 alone. */
    BINARY
  }

  /**
   * Three scores from 0 to 1; what is 0 / 0 counts as 0.
   *
   * @param precision the share of the right ones among what was predicted
   * @param recall the share of the predicted ones among what is right
   * @param f1 the harmonic mean of both
   */
  public record PrecisionRecallF1(double precision, double recall, double f1) {
    /** Of counts: predicted and right, predicted, right. */
    static PrecisionRecallF1 of(long both, long predicted, long right) {
      return new PrecisionRecallF1(
          ratio(both, predicted), ratio(both, right), ratio(2 * both, predicted + right));
    }

    private static double ratio(long part, long whole) {
      return whole == 0 ? 0 : (double) part / whole;
    }
  }

  /** The decisions about one class. */
  static final class Counts {
    long both;
    long predicted;
    long right;

    PrecisionRecallF1 scores() {
      return PrecisionRecallF1.of(both, predicted, right);
    }
  }

  /** The share of predictions that are the label. */
  public static double accuracy(int[] labels, int[] predictions) {
    checkLengths(labels.length, predictions.length);
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += labels[i] == predictions[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** {@code precision_recall_fscore_support} with {@code zero_division=0}. */
  public static PrecisionRecallF1 scores(int[] labels, int[] predictions, Average average) {
    checkLengths(labels.length, predictions.length);
    TreeMap<Integer, Counts> classes = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      Counts right = classes.computeIfAbsent(labels[i], c -> new Counts());
      Counts predicted = classes.computeIfAbsent(predictions[i], c -> new Counts());
      right.right++;
      predicted.predicted++;
      right.both += labels[i] == predictions[i] ? 1 : 0;
    }
    return average == Average.BINARY
        ? classes.getOrDefault(1, new Counts()).scores()
        : average(classes.values(), average);
  }

  /**
   * The same where an item may have several labels or none.
   *
   * @param labels per item and class whether it has it
   * @param predictions per item and class whether it is predicted
   * @param average not {@link Average#BINARY}
   */
  public static PrecisionRecallF1 multiLabelScores(
      boolean[][] labels, boolean[][] predictions, Average average) {
    checkLengths(labels.length, predictions.length);
    if (average == Average.BINARY) {
      throw new IllegalArgumentException("several labels have no single positive class");
    }
    Counts[] classes = new Counts[labels[0].length];
    Arrays.setAll(classes, c -> new Counts());
    for (int i = 0; i < labels.length; i++) {
      for (int c = 0; c < classes.length; c++) {
        classes[c].right += labels[i][c] ? 1 : 0;
        classes[c].predicted += predictions[i][c] ? 1 : 0;
        classes[c].both += labels[i][c] && predictions[i][c] ? 1 : 0;
      }
    }
    return average(Arrays.asList(classes), average);
  }

  /** The share of items of which every label is predicted and no other: subset accuracy. */
  public static double multiLabelAccuracy(boolean[][] labels, boolean[][] predictions) {
    checkLengths(labels.length, predictions.length);
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += Arrays.equals(labels[i], predictions[i]) ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** One score of several classes, all but {@link Average#BINARY}. */
  static PrecisionRecallF1 average(Iterable<Counts> classes, Average average) {
    Counts all = new Counts();
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    double weights = 0;
    for (Counts counts : classes) {
      double weight = average == Average.WEIGHTED ? counts.right : 1;
      PrecisionRecallF1 scores = counts.scores();
      precision += weight * scores.precision;
      recall += weight * scores.recall;
      f1 += weight * scores.f1;
      weights += weight;
      all.both += counts.both;
      all.predicted += counts.predicted;
      all.right += counts.right;
    }
    if (average == Average.MICRO || weights == 0) {
      return all.scores();
    }
    return new PrecisionRecallF1(precision / weights, recall / weights, f1 / weights);
  }

  /**
   * The area under the ROC curve: the probability that a positive item has a higher score than a
   * negative one, where equal scores count half (Hanley and McNeil 1982). The time is that of
   * sorting.
   *
   * @return empty if all items are positive, none is, or a score is not a number
   */
  public static OptionalDouble rocAuc(float[] scores, boolean[] positive) {
    checkLengths(scores.length, positive.length);
    long[] keys = new long[scores.length];
    long positives = 0;
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        return OptionalDouble.empty();
      }
      keys[i] = 2L * sortable(scores[i]) + (positive[i] ? 1 : 0);
      positives += positive[i] ? 1 : 0;
    }
    long negatives = scores.length - positives;
    if (positives == 0 || negatives == 0) {
      return OptionalDouble.empty();
    }
    Arrays.sort(keys);
    return OptionalDouble.of((double) twicePairsInOrder(keys) / positives / negatives / 2);
  }

  /** An integer that is ordered as the number is; both zeros are one. */
  private static int sortable(float score) {
    int bits = Float.floatToRawIntBits(score + 0f);
    return bits < 0 ? Integer.MIN_VALUE - bits : bits;
  }

  /** Twice the pairs of a negative below a positive, those of equals once. */
  private static long twicePairsInOrder(long[] keys) {
    long pairs = 0;
    long below = 0;
    int at = 0;
    while (at < keys.length) {
      long score = keys[at] >> 1;
      long here = 0;
      long negativeHere = 0;
      for (; at < keys.length && keys[at] >> 1 == score; at++) {
        here++;
        negativeHere += 1 - (keys[at] & 1);
      }
      pairs += (here - negativeHere) * (2 * below + negativeHere);
      below += negativeHere;
    }
    return pairs;
  }

  /** Refuses what cannot be compared item by item. */
  static void checkLengths(int labels, int predictions) {
    if (labels != predictions) {
      throw new IllegalArgumentException(labels + " labels, but " + predictions + " predictions");
    }
    if (labels == 0) {
      throw new IllegalArgumentException("nothing to score");
    }
  }
}
