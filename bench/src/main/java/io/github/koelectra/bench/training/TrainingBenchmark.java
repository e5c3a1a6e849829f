package io.github.koelectra.bench.training;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Forks;
import io.github.koelectra.bench.contest.Scoreboard;
import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.bench.model.ModelFlops;
import io.github.koelectra.bench.model.Size;
import io.github.koelectra.bench.model.Texts;
import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.train.model.LabelledBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * Steps of fine-tuning a classifier against PyTorch's on the same weights, for each batch of 32
 * texts: forward, backward, clipping and AdamW, with dropout. Ours takes a batch packed, PyTorch
 * padded to its longest text; operations are counted without padding, the backward pass as twice
 * the forward one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 7)
@Fork(
    value = 1,
    jvmArgsAppend = {Forks.VECTOR, Forks.HEAP})
public class TrainingBenchmark {
  /** What scores call the tokens of a call. */
  public static final String TOKENS = "tokens";

  private static final int PASSES = 3;
  private static final int BATCH = 32;

  /** Which model. */
  @Param("SMALL")
  public Size size;

  /** Threads, or {@code all} the processors. */
  @Param({"1", "all"})
  public String threads;

  /** How many texts of how many tokens, or {@code reviews}. */
  @Param({"32x128", Texts.REVIEWS})
  public String point;

  private Optional<OurTraining> ours = Optional.empty();
  private Optional<TorchTraining> torch = Optional.empty();
  private Contest contest;
  private int tokens;

  /** JMH makes it. */
  public TrainingBenchmark() {}

  /** Loads the model on both sides. */
  @Setup(Level.Trial)
  public void prepare() throws IOException, MissingPeerException {
    int count =
        threads.equals("all")
            ? Runtime.getRuntime().availableProcessors()
            : Integer.parseInt(threads);
    size.weights();
    ElectraConfig config = ElectraConfig.read(size.directory());
    Texts texts = Texts.of(point, config.vocabSize());
    tokens = Arrays.stream(texts.lengths()).sum();
    contest = new Contest(Work.flops(PASSES * ModelFlops.of(config, texts.lengths()), count));
    List<Texts> batches = batches(texts);
    OurTraining training = OurTraining.open(size.directory(), count);
    ours = Optional.of(training);
    List<LabelledBatch> packed = batches.stream().map(OurTraining::batch).toList();
    contest.add(new Contender("koelectra", () -> packed.forEach(training::step)));
    try {
      TorchTraining other = TorchTraining.open(size.directory(), count);
      torch = Optional.of(other);
      List<int[]> lengths = batches.stream().map(Texts::lengths).toList();
      contest.add(new Contender("PyTorch", () -> lengths.forEach(other::step)));
    } catch (MissingPeerException e) {
      System.out.println(e.getMessage());
    }
  }

  /** As KoELECTRA is fine-tuned. */
  private static List<Texts> batches(Texts texts) {
    List<Texts> batches = new ArrayList<>();
    for (int begin = 0; begin < texts.size(); begin += BATCH) {
      int end = Math.min(texts.size(), begin + BATCH);
      batches.add(new Texts(Arrays.copyOfRange(texts.ids(), begin, end)));
    }
    return batches;
  }

  /** Everybody's turn. */
  @Benchmark
  public void round() {
    Scoreboard.put(TOKENS, tokens, "tokens");
    contest.round();
  }

  /** Lets both go. */
  @TearDown(Level.Trial)
  public void close() {
    ours.ifPresent(OurTraining::close);
    torch.ifPresent(TorchTraining::close);
  }
}
