package io.github.koelectra.bench.model;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Forks;
import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.tensor.kernel.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Opening a discriminator in a running JVM, its file in the page cache, and closing it again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 7)
@Fork(
    value = 1,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.HEAP, Forks.OFFLINE, Forks.UNTRACKED})
public class LoadBenchmark {
  /** Which model. */
  @Param public Size size;

  private Contest contest;

  /** JMH makes it. */
  public LoadBenchmark() {}

  private interface Opening {
    ModelContender open() throws IOException, MissingPeerException;
  }

  /** Opens everything once, which also fills the page cache. */
  @Setup(Level.Trial)
  public void prepare() throws IOException, MissingPeerException {
    Path weights = size.weights();
    contest = new Contest(Work.things(Files.size(weights), "GB/s"));
    int threads = Runtime.getRuntime().availableProcessors();
    Path directory = size.directory();
    enter(() -> OurModel.open(Contenders.OURS, directory, Room.AUTO, threads));
    enter(() -> OnnxModel.open(Contenders.ONNX, size.exported(Size.ONNX), threads));
    enter(() -> OnnxModel.open(Contenders.INT8, size.exported(Size.INT8), threads));
    enter(() -> TorchModel.open(size.exported(Size.TORCH), threads));
  }

  private void enter(Opening opening) throws IOException {
    try (ModelContender first = opening.open()) {
      contest.add(new Contender(first.name(), () -> openAndClose(opening)));
    } catch (MissingPeerException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void openAndClose(Opening opening) {
    try {
      opening.open().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MissingPeerException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everybody's turn. */
  @Benchmark
  public void round() {
    contest.round();
  }
}
