package io.github.koelectra.cli;

/** What stands at a place of the input. */
sealed interface Entry {
  /** A record. */
  record Good(Row row) implements Entry {}

  /**
   * Something that is no record.
   *
   * @param where where it stands
   * @param reason what is wrong with it
   */
  record Bad(String where, String reason) implements Entry {}
}
