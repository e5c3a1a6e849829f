package io.github.koelectra.bench.matmul;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Forks;
import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.bench.peers.Peers;
import java.util.ArrayList;
import java.util.List;
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
 * The linear layers of KoELECTRA on one thread, against other libraries. Before anything is timed,
 * all results are compared with double.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 7)
@Fork(
    value = 1,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.HEAP})
public class MatmulBenchmark {
  /** Which layer. */
  @Param public Shape shape;

  /** Rows of the input. */
  @Param({"1", "16", "128", "512"})
  public int m;

  /** Who takes part besides ours. */
  @Param("ALL")
  public Peers peers;

  private final List<MatmulContender> contenders = new ArrayList<>();
  private Contest contest;

  /** JMH makes it. */
  public MatmulBenchmark() {}

  private interface Opening {
    MatmulContender open(Product product) throws MissingPeerException;
  }

  /** Makes the contenders and compares their results with double. */
  @Setup(Level.Trial)
  public void prepare() {
    Product product = Product.of(shape, m);
    contest = new Contest(product.work());
    enter(product, OurMatmul::new);
    if (peers == Peers.ALL) {
      enter(product, VectorBlasMatmul::new);
      enter(product, EjmlMatmul::new);
      enter(product, MultikMatmul::open);
      enter(product, OpenBlasMatmul::open);
    }
    if (peers != Peers.NONE && product.weights().size() == 1) {
      enter(product, OnnxMatmul::new);
    }
  }

  private void enter(Product product, Opening opening) {
    try {
      MatmulContender contender = opening.open(product);
      contenders.add(contender);
      int copies = product.weights().size();
      contender.multiply(copies - 1);
      product.check(contender.name(), contender.result());
      contest.add(new Contender(contender.name(), new Cycle(contender, copies)));
    } catch (MissingPeerException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Walks through the copies of the weights. */
  private static final class Cycle implements Runnable {
    private final MatmulContender contender;
    private final int copies;
    private int next;

    Cycle(MatmulContender contender, int copies) {
      this.contender = contender;
      this.copies = copies;
    }

    @Override
    public void run() {
      contender.multiply(next);
      next = next + 1 == copies ? 0 : next + 1;
    }
  }

  /** Every contender's turn. */
  @Benchmark
  public void round() {
    contest.round();
  }

  /** Lets the contenders go. */
  @TearDown(Level.Trial)
  public void close() {
    contenders.forEach(MatmulContender::close);
  }
}
