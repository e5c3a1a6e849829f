package io.github.koelectra.bench.contest;

import io.github.koelectra.bench.machine.FmaPeak;
import io.github.koelectra.bench.machine.ReadBandwidth;
import java.util.function.DoubleSupplier;

/**
 * How much one call does, and the most this machine can do, measured anew in every round.
 *
 * @param amount units per call
 * @param unit what a billion units per second are called
 * @param limit measures the most billions of units per second; 0 where there is no such limit
 */
public record Work(double amount, String unit, DoubleSupplier limit) {
  /** Floating-point operations, a multiply-add counted as two, on {@code threads} threads. */
  public static Work flops(double amount, int threads) {
    return new Work(amount, "GFLOP/s", () -> threads * FmaPeak.gigaflops());
  }

  /** Bytes that must come from memory, on one thread. */
  public static Work bytesRead(double amount) {
    return new Work(amount, "GB/s", ReadBandwidth::gigabytes);
  }

  /** Things of a kind; {@code unit} names a billion of them per second. */
  public static Work things(double amount, String unit) {
    return new Work(amount, unit, () -> 0);
  }

  /** Billions of units per second of a call that takes {@code millis} ms. */
  public double rate(double millis) {
    return amount / (millis * 1e6);
  }
}
