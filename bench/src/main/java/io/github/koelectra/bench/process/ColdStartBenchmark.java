package io.github.koelectra.bench.process;

import ai.onnxruntime.OrtEnvironment;
import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Scoreboard;
import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.bench.model.Size;
import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
 * From the start of a process to its end after the first logits of 16 tokens, files in the page
 * cache: the {@code koelectra logits} command as its launcher runs it, which also writes them to a
 * file, and the smallest program that asks ONNX Runtime.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 9)
@Fork(1)
public class ColdStartBenchmark {
  /** What is put behind a contender's name for its peak memory. */
  public static final String PEAK = ".peak";

  /** Ours with its weights kept in 16 bits. */
  public static final String HALVES = "koelectra bf16";

  private static final int TOKENS = 16;
  private static final double TOLERANCE = 1e-4;

  /** Which model. */
  @Param public Size size;

  /** How many processors the processes may use: all, or {@code 1}, to which they are bound. */
  @Param({"all", "1"})
  public String processors;

  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final List<Path> files = new ArrayList<>();
  private Contest contest;

  /** JMH makes it. */
  public ColdStartBenchmark() {}

  /** Runs every command once and compares the logits. */
  @Setup(Level.Trial)
  public void prepare() throws IOException, MissingPeerException, URISyntaxException {
    size.weights();
    long[] ids = new SplittableRandom(1).longs(TOKENS, 5, 30_000).toArray();
    Path input = Files.createTempFile("koelectra-input", ".safetensors");
    Path output = Files.createTempFile("koelectra-output", ".safetensors");
    files.addAll(List.of(input, output));
    SafetensorsWriter.write(
        input, Map.of(), List.of(NewTensor.of("input_ids", ids, 1, ids.length)));
    List<String> logits =
        List.of(
            "logits",
            "--model",
            size.directory().toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString());
    Command ours = command(Launcher.javaCommand(logits));
    Command halves =
        command(
            Launcher.javaCommand(
                Stream.concat(logits.stream(), Stream.of("--dtype", "bf16")).toList()));
    Command theirs = onnx(ids, Size.ONNX);
    contest = new Contest(Work.things(1, "G starts/s"));
    ours.run();
    check(read(output), theirs.output());
    enter("koelectra", ours);
    enter(HALVES, halves);
    enter("ONNX Runtime", theirs);
    enter("ONNX Runtime fused", onnx(ids, Size.FUSED));
    enter("ONNX Runtime int8", onnx(ids, Size.INT8));
  }

  private Command command(List<String> words) {
    return processors.equals("1") ? Command.onOneProcessor(words) : new Command(words);
  }

  private void enter(String name, Command command) {
    commands.put(name, command);
    contest.add(new Contender(name, command::run));
  }

  private Command onnx(long[] ids, String file) throws MissingPeerException, URISyntaxException {
    String classPath = jar(OrtEnvironment.class) + File.pathSeparator + jar(OnnxFirstLogits.class);
    return command(
        List.of(
            Command.java(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            OnnxFirstLogits.class.getName(),
            size.exported(file).toString(),
            LongStream.of(ids).mapToObj(Long::toString).collect(Collectors.joining(","))));
  }

  private static Path jar(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static double[] read(Path output) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(output)) {
      return checkpoint.readDoubles("logits");
    }
  }

  private static void check(double[] ours, String line) {
    double[] theirs = Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    double largest = ours.length == theirs.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < ours.length && largest <= TOLERANCE; i++) {
      largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
    }
    System.out.printf("first logits differ by at most %.1e%n", largest);
    if (!(largest <= TOLERANCE)) {
      throw new IllegalStateException("the first logits do not agree");
    }
  }

  /** One process of each. */
  @Benchmark
  public void round() {
    contest.round();
    commands.forEach(
        (name, command) -> Scoreboard.put(name + PEAK, command.peakMebibytes(), "MiB"));
  }

  /** Removes the input and the output. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
