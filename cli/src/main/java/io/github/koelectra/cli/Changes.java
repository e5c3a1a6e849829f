package io.github.koelectra.cli;

import io.github.koelectra.weights.DType;
import java.util.Locale;
import java.util.Optional;

/** What narrower numbers cost: how many values changed, and by how much. For one thread. */
final class Changes {
  private long values;
  private long changed;
  private long overflowed;
  private double largest;

  /** One value, and what became of it. */
  void count(double before, double after) {
    values++;
    if (before != after && !(Double.isNaN(before) && Double.isNaN(after))) {
      changed++;
      if (Double.isInfinite(after)) {
        overflowed++;
      } else {
        largest = Math.max(largest, Math.abs(after - before) / Math.abs(before));
      }
    }
  }

  /** A sentence on what was lost, if anything was. */
  Optional<String> sentence(DType dtype) {
    if (changed == 0) {
      return Optional.empty();
    }
    String type = dtype.name().toLowerCase(Locale.ROOT);
    String tooLarge =
        overflowed == 0
            ? ""
            : String.format(
                Locale.ROOT, "; %,d are too large for %s and became infinite", overflowed, type);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "not lossless: %,d of %,d values changed when rounded to %s, by at most %.2g of"
                + " themselves%s",
            changed,
            values,
            type,
            largest,
            tooLarge));
  }
}
