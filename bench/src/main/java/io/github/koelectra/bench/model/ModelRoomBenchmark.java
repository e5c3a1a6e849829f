package io.github.koelectra.bench.model;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Forks;
import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.tensor.kernel.Room;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
 * A whole model in the vector room against the same in the scalar room, on one thread: what a user
 * loses without the vector module.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 7)
@Fork(
    value = 1,
    jvmArgsAppend = {Forks.VECTOR, Forks.HEAP})
public class ModelRoomBenchmark {
  /** Which model. */
  @Param("SMALL")
  public Size size;

  /** How many texts of how many tokens. */
  @Param("1x128")
  public String point;

  private final List<OurModel> models = new ArrayList<>();
  private float[] expected = {};
  private Contest contest;

  /** JMH makes it. */
  public ModelRoomBenchmark() {}

  /** Loads the model twice and compares the logits, bit by bit. */
  @Setup(Level.Trial)
  public void prepare() throws IOException, MissingPeerException {
    size.weights();
    OurModel vector = open("vector", Room.VECTOR);
    Texts texts = Texts.of(point, vector.config().vocabSize());
    contest = new Contest(Work.flops(ModelFlops.of(vector.config(), texts.lengths()), 1));
    enter(vector, texts);
    enter(open("scalar", Room.SCALAR), texts);
  }

  private OurModel open(String name, Room room) throws IOException {
    OurModel model = OurModel.open(name, size.directory(), room, 1);
    models.add(model);
    return model;
  }

  private void enter(OurModel model, Texts texts) {
    ModelContender.Call call = model.prepare(texts);
    float[] logits = call.run();
    if (expected.length == 0) {
      expected = logits;
    } else if (!Arrays.equals(expected, logits)) {
      throw new IllegalStateException("the rooms give different logits");
    }
    contest.add(new Contender(model.name(), call::run));
  }

  /** Each room's turn. */
  @Benchmark
  public void round() {
    contest.round();
  }

  /** Lets the models go. */
  @TearDown(Level.Trial)
  public void close() {
    models.forEach(OurModel::close);
  }
}
