package io.github.koelectra.train.model;

import io.github.koelectra.tensor.kernel.Dropout;
import io.github.koelectra.train.Pass;

/** The dropout of one pass by the places in the model: the same forward and backward. */
record Masks(DropoutRates rates, Pass pass) {
  /** Of evaluation. */
  static final Masks NONE = new Masks(DropoutRates.NONE, new Pass(0, 0, 0));

  Dropout hidden(String place) {
    return pass.dropout(rates.hidden(), place);
  }

  Dropout attention(String place) {
    return pass.dropout(rates.attention(), place);
  }

  Dropout classifier(String place) {
    return pass.dropout(rates.classifier(), place);
  }
}
