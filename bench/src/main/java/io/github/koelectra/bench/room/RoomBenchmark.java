package io.github.koelectra.bench.room;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Forks;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Kernels of the vector room against the same in the scalar room, on one thread. Before anything is
 * timed, both results are compared with each other, bit by bit, and with double.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 7)
@Fork(
    value = 1,
    jvmArgsAppend = {Forks.VECTOR, Forks.HEAP})
public class RoomBenchmark {
  private static final double TOLERANCE = 1e-5;

  /** Which kernel. */
  @Param public Operation operation;

  private Contest contest;

  /** JMH makes it. */
  public RoomBenchmark() {}

  /** Makes both rooms and compares their results. */
  @Setup(Level.Trial)
  public void prepare() {
    contest = new Contest(operation.work());
    Operation.Bench vector = bench(Room.VECTOR);
    Operation.Bench scalar = bench(Room.SCALAR);
    check(operation, vector.result(), scalar.result());
    contest.add(new Contender("vector", vector::run));
    contest.add(new Contender("scalar", scalar::run));
  }

  private Operation.Bench bench(Room room) {
    return operation.new Bench(Kernels.of(room, Parallel.of(1)));
  }

  /** Compares both results with each other and a few rows with double. */
  static void check(Operation operation, float[] vector, float[] scalar) {
    if (!Arrays.equals(vector, scalar)) {
      throw new IllegalStateException(operation + ": the rooms give different bits");
    }
    int n = operation.columns();
    for (int row = 0; row < operation.rows(); row += 31) {
      double[] reference = Reference.row(operation, operation.input(), row);
      for (int c = 0; c < n; c++) {
        if (!(Math.abs(reference[c] - vector[row * n + c]) <= TOLERANCE)) {
          throw new IllegalStateException(
              operation + " is wrong at " + row + ", " + c + ": " + vector[row * n + c]);
        }
      }
    }
  }

  /** Each room's turn. */
  @Benchmark
  public void round() {
    contest.round();
  }
}
