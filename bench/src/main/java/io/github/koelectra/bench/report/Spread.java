package io.github.koelectra.bench.report;

import io.github.koelectra.bench.contest.Samples;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A kernel at one width, measured under several collectors.
 *
 * @param name the kernel
 * @param shares of the FMA peak, by collector; none where there is no such limit
 * @param millis by collector
 */
record Spread(String name, double[] shares, double[] millis) {
  /** A contender in cells of the same contest under different collectors. */
  static Spread of(String name, String contender, List<Cell> cells) {
    return new Spread(
        name,
        values(cells.stream().map(cell -> cell.share(contender))),
        values(cells.stream().map(cell -> cell.median(contender))));
  }

  private static double[] values(Stream<OptionalDouble> values) {
    return values
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  /** The time under the slowest collector over that under the fastest. */
  double ratio() {
    return DoubleStream.of(millis).max().orElse(1) / DoubleStream.of(millis).min().orElse(1);
  }

  /** The kernel whose collectors differ most, of those that were measured under two or more. */
  static OptionalDouble worst(List<Spread> spreads) {
    return compared(spreads).mapToDouble(Spread::ratio).max();
  }

  /** Its name, empty if there is none. */
  static String worstName(List<Spread> spreads) {
    return compared(spreads)
        .max(Comparator.comparingDouble(Spread::ratio))
        .map(Spread::name)
        .orElse("");
  }

  private static Stream<Spread> compared(List<Spread> spreads) {
    return spreads.stream().filter(spread -> spread.millis.length > 1);
  }

  /** The lowest share under any collector. */
  static OptionalDouble lowestShare(List<Spread> spreads) {
    return spreads.stream().flatMapToDouble(spread -> DoubleStream.of(spread.shares)).min();
  }

  /** The geometric mean of the shares under each kernel's slowest collector. */
  static OptionalDouble meanShare(List<Spread> spreads) {
    double[] lowest =
        spreads.stream()
            .map(spread -> DoubleStream.of(spread.shares).min())
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return lowest.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Samples.geometricMean(lowest));
  }
}
