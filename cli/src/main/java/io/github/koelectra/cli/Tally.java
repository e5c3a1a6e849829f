package io.github.koelectra.cli;

/**
 * How far a job is.
 *
 * @param rows how many rows are settled
 * @param skipped how many of them were left out
 * @param truncated of how many the end was not looked at
 */
record Tally(long rows, long skipped, long truncated) {
  static final Tally NOTHING = new Tally(0, 0, 0);

  /** With one more row that has a result. */
  Tally done(boolean cut) {
    return new Tally(rows + 1, skipped, truncated + (cut ? 1 : 0));
  }

  /** With one more row that was left out. */
  Tally skippedOne() {
    return new Tally(rows + 1, skipped + 1, truncated);
  }
}
