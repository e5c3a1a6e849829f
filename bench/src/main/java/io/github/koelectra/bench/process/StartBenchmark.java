package io.github.koelectra.bench.process;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Commands of the {@code koelectra} launcher from start to end, against a jar that greets, which
 * the same JVM runs: how long nobody can do without.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 9)
@Fork(1)
public class StartBenchmark {
  /** The jar that greets. */
  public static final String HELLO = "Hello World";

  private static final String REVIEW = "이 영화 정말 재미있어요";

  private Path jar = Path.of("");
  private Contest contest;

  /** JMH makes it. */
  public StartBenchmark() {}

  /** Runs every command once. */
  @Setup(Level.Trial)
  public void prepare() throws IOException, MissingPeerException {
    jar = Files.createTempFile("hello", ".jar");
    write(jar);
    String launcher = Launcher.file().toString();
    contest = new Contest(Work.things(1, "G starts/s"));
    enter(HELLO, List.of(Command.java(), "-jar", jar.toString()));
    enter("--help", List.of(launcher, "--help"));
    enter("--version", List.of(launcher, "--version"));
    enter("classify", List.of(launcher, "classify", REVIEW));
  }

  private void enter(String name, List<String> words) {
    Command command = new Command(words);
    command.run();
    contest.add(new Contender(name, command::run));
  }

  private static void write(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, HelloWorld.class.getName());
    String entry = HelloWorld.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream archive = new JarOutputStream(out, manifest);
        var bytes = HelloWorld.class.getClassLoader().getResourceAsStream(entry)) {
      archive.putNextEntry(new JarEntry(entry));
      bytes.transferTo(archive);
    }
  }

  /** One process of each. */
  @Benchmark
  public void round() {
    contest.round();
  }

  /** Removes the jar. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    Files.deleteIfExists(jar);
  }
}
