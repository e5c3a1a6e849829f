package io.github.koelectra.bench.model;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Forks;
import io.github.koelectra.bench.contest.Pace;
import io.github.koelectra.bench.contest.Scoreboard;
import io.github.koelectra.bench.contest.WarmUp;
import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.bench.peers.Peers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Whole discriminators against other runtimes on the same weights. Before anything is timed, how
 * far the answers are apart is printed; ours takes a batch packed, the others padded and, where the
 * lengths differ, also in one call for each text.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 7)
@Fork(
    value = 1,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.HEAP, Forks.OFFLINE, Forks.UNTRACKED})
public class ModelBenchmark {
  /** What is put behind a contender's name for how far its logits are from ours. */
  public static final String DIFFERENCE = ".difference";

  /** What is put behind a contender's name where it gets one text a call. */
  public static final String APART = ", one call each";

  /** A JVM that only saw short texts is timed half compiled. */
  private static final String LONG = "1x512";

  /** Which model. */
  @Param public Size size;

  /** Threads, or {@code all} the processors. */
  @Param({"1", "all"})
  public String threads;

  /** How many texts of how many tokens, or {@code mixed}. */
  @Param({"1x16", "1x128", "8x128", "1x512", "mixed"})
  public String point;

  /** Who takes part besides ours. */
  @Param("ALL")
  public Peers peers;

  private final List<ModelContender> contenders = new ArrayList<>();
  private final List<ModelContender.Call> calls = new ArrayList<>();
  private final Map<String, Double> differences = new LinkedHashMap<>();
  private float[] expected = {};
  private Contest contest;

  /** JMH makes it. */
  public ModelBenchmark() {}

  /** Loads the models and compares their logits. */
  @Setup(Level.Trial)
  public void prepare() throws IOException, MissingPeerException {
    int count =
        threads.equals("all")
            ? Runtime.getRuntime().availableProcessors()
            : Integer.parseInt(threads);
    contenders.addAll(Contenders.open(size, count, peers));
    OurModel ours = (OurModel) contenders.getFirst();
    int vocabSize = ours.config().vocabSize();
    Texts texts = Texts.of(point, vocabSize);
    Texts longText = Texts.of(LONG, vocabSize);
    contest = new Contest(Work.flops(ModelFlops.of(ours.config(), texts.lengths()), count));
    for (ModelContender contender : contenders) {
      warmUp(contender, longText);
      enter(contender, "", List.of(prepared(contender, texts)));
      if (point.equals(Texts.MIXED) && !(contender instanceof OurModel)) {
        enter(contender, APART, texts.apart().map(t -> prepared(contender, t)).toList());
      }
    }
  }

  private static void warmUp(ModelContender contender, Texts texts) {
    try (ModelContender.Call call = contender.prepare(texts)) {
      WarmUp.of(call::run, Pace.warmUp().multipliedBy(2));
    }
  }

  private ModelContender.Call prepared(ModelContender contender, Texts texts) {
    ModelContender.Call call = contender.prepare(texts);
    calls.add(call);
    return call;
  }

  private void enter(ModelContender contender, String suffix, List<ModelContender.Call> parts) {
    String name = contender.name() + suffix;
    float[] logits = concatenated(parts.stream().map(c -> c.packed(c.run())).toList());
    if (differences.isEmpty()) {
      expected = logits;
    }
    differences.put(
        name, Agreement.check(name, !name.startsWith(Contenders.INT8), expected, logits));
    contest.add(
        new Contender(name, () -> parts.forEach(ModelContender.Call::run), contender.rest()));
  }

  private static float[] concatenated(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** Every contender's turn. */
  @Benchmark
  public void round() {
    contest.round();
    differences.forEach((name, value) -> Scoreboard.put(name + DIFFERENCE, value, "logits"));
  }

  /** Lets the contenders go. */
  @TearDown(Level.Trial)
  public void close() {
    calls.forEach(ModelContender.Call::close);
    contenders.forEach(ModelContender::close);
  }
}
