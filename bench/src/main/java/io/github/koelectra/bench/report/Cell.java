package io.github.koelectra.bench.report;

import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What one contest measured.
 *
 * @param benchmark the simple name of its class
 * @param parameters by name
 * @param scores by name, one per round
 */
record Cell(String benchmark, Map<String, String> parameters, Map<String, double[]> scores) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** The value of a parameter; empty if the benchmark has no such parameter. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Whether another cell is of the same benchmark with the same parameters. */
  boolean isSameContest(Cell other) {
    return benchmark.equals(other.benchmark) && parameters.equals(other.parameters);
  }

  /** Who took part. */
  List<String> contenders() {
    return scores.keySet().stream()
        .filter(name -> scores.containsKey(name + Contest.BYTES))
        .toList();
  }

  /** The scores {@code name}, if there are any. */
  Optional<double[]> find(String name) {
    return Optional.ofNullable(scores.get(name));
  }

  /** The median of the scores {@code name}. */
  OptionalDouble median(String name) {
    return of(find(name).map(Samples::median));
  }

  /** The median of the rounds' ratios of two contenders' times. */
  OptionalDouble ratio(String name, String other) {
    return of(find(name).flatMap(a -> find(other).map(b -> Samples.ratio(a, b))));
  }

  /** The median rate of a contender: billions of units per second. */
  OptionalDouble rate(String name) {
    return of(find(name).map(this::rates).map(Samples::median));
  }

  /** The median of a contender's share of what the machine could do in the same round. */
  OptionalDouble share(String name) {
    double[] limits = find(Contest.LIMIT).orElse(new double[0]);
    if (Arrays.stream(limits).noneMatch(limit -> limit > 0)) {
      return OptionalDouble.empty();
    }
    return of(find(name).map(times -> Samples.ratio(rates(times), limits)));
  }

  private double[] rates(double[] millis) {
    double[] amounts = find(Contest.AMOUNT).orElseThrow();
    return IntStream.range(0, millis.length)
        .mapToDouble(i -> amounts[i] / (millis[i] * NANOS_PER_MILLI))
        .toArray();
  }

  private static OptionalDouble of(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
