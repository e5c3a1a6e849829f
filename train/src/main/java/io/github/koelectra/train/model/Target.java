package io.github.koelectra.train.model;

/** What the sequences of a batch should give. */
public sealed interface Target {
  /**
   * A class for each sequence.
   *
   * @param labels [sequences]
   */
  record Classes(int[] labels) implements Target {}

  /**
   * A number for each sequence.
   *
   * @param values [sequences]
   */
  record Scores(float[] values) implements Target {}

  /**
   * Any of several labels for each sequence.
   *
   * @param targets [sequences, labels], 1 or 0
   */
  record Several(float[][] targets) implements Target {}

  /**
   * A class for each token.
   *
   * @param labels [tokens], -100 where there is nothing to learn
   */
  record TokenClasses(int[] labels) implements Target {}

  /**
   * The first and the last token of an answer.
   *
   * @param starts [sequences], positions within each sequence
   * @param ends [sequences], the same
   */
  record Spans(int[] starts, int[] ends) implements Target {}
}
