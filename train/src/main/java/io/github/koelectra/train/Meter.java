package io.github.koelectra.train;

/** Takes what batches tell about themselves between two lines of a log. */
public interface Meter {
  /** Takes nothing. */
  Meter NONE =
      new Meter() {
        @Override
        public void add(String name, double sum, double count) {}

        @Override
        public void rank(String name, float score, boolean positive) {}
      };

  /** Part of a mean: the log shows the sums' sum over the counts' sum. */
  void add(String name, double sum, double count);

  /**
   * A score that should be higher where {@code positive}: the log shows the area under the ROC, of
   * the last 4,194,304 scores where there are more between two of its lines. An evaluation's is
   * always of all.
   */
  void rank(String name, float score, boolean positive);
}
