package io.github.koelectra.bench;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.PackedMatrix;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.testkit.SeededWeights;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The linear layers of KoELECTRA on one thread. Before anything is timed, results are compared with
 * double; each iteration measures the machine's peak and prints its share of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
public class MatmulBenchmark {
  /** Which layer. */
  @Param public Shape shape;

  /** Rows of the input. */
  @Param({"1", "16", "128", "512"})
  public int m;

  /** Which room. */
  @Param({"VECTOR", "SCALAR"})
  public Room room;

  private final Workspace workspace = new Workspace();
  private Kernels kernels;
  private Tensor input;
  private Tensor out;
  private PackedMatrix weight;
  private float[] bias;
  private long calls;
  private long start;
  private double peak;

  /** JMH makes it. */
  public MatmulBenchmark() {}

  /** Measures the peak and begins to count. */
  @Setup(Level.Iteration)
  public void begin() {
    peak = FmaPeak.gigaflops();
    start = System.nanoTime();
    calls = 0;
  }

  /** Makes the layer and compares its result with double. */
  @Setup(Level.Trial)
  public void prepare() {
    int n = shape.n();
    int k = shape.k();
    kernels = Kernels.of(room, Parallel.of(1));
    float[] values = SeededWeights.tensor("bench", "dense.weight", n, k);
    bias = SeededWeights.tensor("bench", "dense.bias", n);
    weight =
        kernels.pack(
            n, k, (first, to, at, length) -> System.arraycopy(values, (int) first, to, at, length));
    input = Tensor.of(SeededWeights.tensor("bench", "input", m, k), 0, m, k);
    out = Tensor.zeros(m, n);
    multiply();
    check(values);
  }

  private void check(float[] values) {
    int k = shape.k();
    for (int i = 0; i < m; i++) {
      for (int j = i % 7; j < shape.n(); j += 97) {
        double sum = bias[j];
        for (int p = 0; p < k; p++) {
          sum += (double) input.get(i, p) * values[j * k + p];
        }
        if (Math.abs(sum - out.get(i, j)) > 1e-5) {
          throw new IllegalStateException("wrong: " + sum + " and " + out.get(i, j));
        }
      }
    }
  }

  /** The layer without activation. */
  @Benchmark
  public Tensor linear() {
    multiply();
    calls++;
    return out;
  }

  private void multiply() {
    kernels.linear(input, weight, bias, Activation.NONE, out, workspace);
    workspace.release(0);
  }

  /** Prints GFLOP/s and the share of the peak measured just before. */
  @TearDown(Level.Iteration)
  public void report() {
    double nanos = System.nanoTime() - start;
    double gigaflops = 2.0 * m * shape.n() * shape.k() * calls / nanos;
    System.out.printf(
        "%.1f GFLOP/s, %.0f %% of the peak of %.1f  ", gigaflops, 100 * gigaflops / peak, peak);
  }
}
