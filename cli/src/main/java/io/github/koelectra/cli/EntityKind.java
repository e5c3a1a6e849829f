package io.github.koelectra.cli;

import io.github.koelectra.core.TokenClassification.Aggregation;
import java.util.Optional;

/** What is made of a text's tokens. */
enum EntityKind {
  WORD(Optional.of(Aggregation.WORD)),
  NONE(Optional.empty()),
  SIMPLE(Optional.of(Aggregation.SIMPLE)),
  FIRST(Optional.of(Aggregation.FIRST)),
  AVERAGE(Optional.of(Aggregation.AVERAGE)),
  MAX(Optional.of(Aggregation.MAX));

  private final Optional<Aggregation> aggregation;

  EntityKind(Optional<Aggregation> aggregation) {
    this.aggregation = aggregation;
  }

  /** How entities are made of them; empty: tokens stay what they are. */
  Optional<Aggregation> aggregation() {
    return aggregation;
  }
}
