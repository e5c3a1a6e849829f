package io.github.koelectra.bench.matmul;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Forks;
import io.github.koelectra.bench.contest.Work;
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
 * The two products of a linear layer's backward pass on one thread, as shares of the FMA peak of
 * the same round. Before anything is timed, results are compared with double.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 7)
@Fork(
    value = 1,
    jvmArgsAppend = {Forks.VECTOR, Forks.HEAP})
public class GradientBenchmark {
  /** Which layer. */
  @Param public Shape shape;

  /** Tokens of the batch: 8 x 128 and 32 x 128. */
  @Param({"1024", "4096"})
  public int tokens;

  private Contest contest;

  /** JMH makes it. */
  public GradientBenchmark() {}

  /** Makes the gradients and compares them with double. */
  @Setup(Level.Trial)
  public void prepare() {
    LinearGradients gradients = new LinearGradients(tokens, shape.n(), shape.k());
    gradients.check();
    contest = new Contest(Work.flops(2.0 * tokens * shape.n() * shape.k(), 1));
    contest.add(new Contender("input", gradients::input));
    contest.add(new Contender("weight", gradients::weight));
  }

  /** Both products' turns. */
  @Benchmark
  public void round() {
    contest.round();
  }
}
