package io.github.koelectra.train.run;

import io.github.koelectra.metrics.ClassificationMetrics;
import io.github.koelectra.train.Meter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happened since the last line of the log. For one thread. */
final class Interval implements Meter {
  private static final int SMALLEST = 64;

  /** So many scores of an interval are kept: 128 steps of 256 sequences of 128 tokens. */
  private static final int MOST_SCORES = 1 << 22;

  private final int mostScores;

  private final SequencedMap<String, Mean> others;

  /** Sorted, so that their order does not depend on where a run was continued. */
  private final SortedMap<String, Ranks> ranks;

  private Mean loss;
  private Mean gradientNorm;

  /** A sum and what it is divided by. */
  record Mean(double sum, double count) {
    static final Mean NONE = new Mean(0, 0);

    Mean plus(double more, double weight) {
      return new Mean(sum + more, count + weight);
    }

    double value() {
      return count == 0 ? Double.NaN : sum / count;
    }
  }

  /**
   * All means.
   *
   * @param loss of the batches
   * @param gradientNorm of the steps
   * @param others what the model has told
   */
  record Means(Mean loss, Mean gradientNorm, SequencedMap<String, Mean> others) {
    /** Copies the map. */
    Means {
      others = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(others));
    }
  }

  /** Scores and whether each is one that should be high: the last of them, in their order. */
  static final class Ranks {
    private float[] scores;
    private boolean[] positive;
    private int size;
    private int oldest;

    Ranks(float[] scores, boolean[] positive) {
      this.scores = scores.clone();
      this.positive = positive.clone();
      this.size = scores.length;
    }

    private void add(float score, boolean high, int most) {
      if (size >= most) { // The oldest makes room.
        put(oldest, score, high);
        oldest = (oldest + 1) % size;
        return;
      }
      if (size == scores.length) {
        int room = (int) Math.min(most, Math.max(SMALLEST, 2L * size));
        scores = Arrays.copyOf(scores, room);
        positive = Arrays.copyOf(positive, room);
      }
      put(size, score, high);
      size++;
    }

    private void put(int place, float score, boolean high) {
      scores[place] = score;
      positive[place] = high;
    }

    float[] scores() {
      float[] inOrder = Arrays.copyOfRange(scores, oldest, oldest + size);
      System.arraycopy(scores, 0, inOrder, size - oldest, oldest);
      return inOrder;
    }

    boolean[] positive() {
      boolean[] inOrder = Arrays.copyOfRange(positive, oldest, oldest + size);
      System.arraycopy(positive, 0, inOrder, size - oldest, oldest);
      return inOrder;
    }
  }

  /** Nothing has happened yet; of scores the last 4,194,304 are kept of each name. */
  Interval() {
    this(MOST_SCORES);
  }

  /** The same, where so many scores of each name are kept. */
  Interval(int mostScores) {
    this(new Means(Mean.NONE, Mean.NONE, new LinkedHashMap<>()), Map.of(), mostScores);
  }

  /** One that keeps all scores, for the area to be that of all. */
  static Interval whole() {
    return new Interval(Integer.MAX_VALUE);
  }

  /** Continues one that was saved. */
  Interval(Means means, Map<String, Ranks> ranks) {
    this(means, ranks, MOST_SCORES);
  }

  private Interval(Means means, Map<String, Ranks> ranks, int mostScores) {
    this.mostScores = mostScores;
    this.loss = means.loss;
    this.gradientNorm = means.gradientNorm;
    this.others = new LinkedHashMap<>(means.others);
    this.ranks = new TreeMap<>(ranks);
  }

  @Override
  public void add(String name, double sum, double count) {
    others.put(name, others.getOrDefault(name, Mean.NONE).plus(sum, count));
  }

  @Override
  public void rank(String name, float score, boolean positive) {
    ranks
        .computeIfAbsent(name, _ -> new Ranks(new float[0], new boolean[0]))
        .add(score, positive, mostScores);
  }

  /** The loss of a batch. */
  void addLoss(double value) {
    loss = loss.plus(value, 1);
  }

  /** The norm of a step's gradients. */
  void addGradientNorm(double value) {
    gradientNorm = gradientNorm.plus(value, 1);
  }

  boolean isEmpty() {
    return gradientNorm.count == 0;
  }

  Means means() {
    return new Means(loss, gradientNorm, others);
  }

  Map<String, Ranks> ranks() {
    return Collections.unmodifiableMap(ranks);
  }

  /** What the model has told, as the log shows it: means, areas; NaN for what is not defined. */
  SequencedMap<String, Double> told() {
    SequencedMap<String, Double> told = new LinkedHashMap<>();
    others.forEach((name, mean) -> told.put(name, mean.value()));
    ranks.forEach(
        (name, rank) ->
            told.put(
                name,
                ClassificationMetrics.rocAuc(rank.scores(), rank.positive()).orElse(Double.NaN)));
    return told;
  }
}
