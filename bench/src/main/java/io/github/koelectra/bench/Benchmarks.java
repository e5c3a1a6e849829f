package io.github.koelectra.bench;

import io.github.koelectra.bench.contest.RoundProfiler;
import io.github.koelectra.bench.machine.Machine;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** Says what machine this is, then runs JMH with the arguments. */
public final class Benchmarks {
  private Benchmarks() {}

  /** The entry point of the benchmark jar. */
  public static void main(String[] args) throws IOException {
    System.out.println(Machine.here().banner());
    Stream<String> profiler = Stream.of("-prof", RoundProfiler.class.getName());
    org.openjdk.jmh.Main.main(Stream.concat(Arrays.stream(args), profiler).toArray(String[]::new));
  }
}
