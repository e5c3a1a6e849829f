package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.koelectra.json.Json;
import io.github.koelectra.testkit.BadFile;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every malformed, hostile or odd file of weights and shard index gives what its manifest says. The
 * tests of this module run in a heap of 256 MB.
 */
@Timeout(60)
class MalformedFilesTest {
  private static final long MOST_BYTES = 64 << 20;

  static Stream<BadFile> files() {
    return Stream.of("safetensors", "index", "torch", "tf-v1")
        .flatMap(kind -> FormatFiles.bad(kind).stream());
  }

  @ParameterizedTest
  @MethodSource("files")
  void givesWhatTheManifestSays(BadFile file) throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    check(file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated <= MOST_BYTES, allocated + " bytes allocated");
  }

  private static void check(BadFile file) throws IOException {
    switch (file.expect()) {
      case REJECT ->
          assertRejected(file, assertThrows(WeightFormatException.class, () -> read(file)));
      case ACCEPT -> assertAccepted(file, read(file));
      case EITHER -> {
        try {
          assertAccepted(file, read(file));
        } catch (WeightFormatException e) {
          assertRejected(file, e);
        }
      }
    }
  }

  /** What the pickles among them would do to a reader that executes them. */
  @AfterEach
  void nothingWasExecuted() {
    for (String folder : List.of("", System.getProperty("java.io.tmpdir"))) {
      assertFalse(Files.exists(Path.of(folder, "KOELECTRA_PICKLE_EXECUTED")));
    }
  }

  private static void assertRejected(BadFile file, WeightFormatException e) {
    String name = file.path().getFileName().toString();
    assertTrue(e.getMessage().contains(name), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertEquals(file.error().orElseThrow(), e.kind().name().toLowerCase(Locale.ROOT));
  }

  private static void assertAccepted(BadFile file, Map<String, List<Double>> found) {
    if (file.tensors().isPresent()) { // a sharded model's are those of its shards
      assertEquals(file.tensors().get(), found);
    }
  }

  private static Map<String, List<Double>> read(BadFile file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file.path())) {
      return checkpoint.entries().stream()
          .collect(
              Collectors.toMap(
                  TensorEntry::name,
                  e -> {
                    long[] shape = e.shape().stream().mapToLong(Long::longValue).toArray();
                    float[] values = checkpoint.stateDict().parameter(e.name(), shape).toArray();
                    return IntStream.range(0, values.length)
                        .mapToObj(i -> (double) values[i])
                        .toList();
                  }));
    }
  }

  @Test
  void whatIsNotThereIsTold(@TempDir Path folder) throws IOException {
    assertEquals(Kind.MISSING, refusal(folder.resolve("none")).kind());
    WeightFormatException nothing = refusal(folder);
    assertEquals(Kind.MISSING, nothing.kind());
    assertTrue(nothing.getMessage().contains("model.safetensors"), nothing.getMessage());
    assertTrue(nothing.getMessage().contains("model.safetensors.index.json"));
    Files.writeString(folder.resolve("pytorch_model.bin"), "");
    assertTrue(refusal(folder).getMessage().contains("pytorch_model.bin"));
    Files.createDirectory(folder.resolve("model.safetensors"));
    assertEquals(Kind.FORMAT, refusal(folder).kind());
  }

  /** Opening a pipe would wait for somebody to write into it. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsNoFile(@TempDir Path folder) throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.safetensors");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertEquals(0, made.waitFor());
    WeightFormatException e = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> refusal(pipe));
    assertEquals(pipe + ": not a regular file", e.getMessage());
  }

  private static WeightFormatException refusal(Path path) {
    return assertThrows(WeightFormatException.class, () -> Checkpoint.open(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/model.safetensors", "a/b", "a\\b", "C:b", "a\0b"})
  void aShardIsAPlainFileName(String name, @TempDir Path folder) throws IOException {
    String escaped = Json.write(name);
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"w\":" + escaped + "}}");
    WeightFormatException e = refusal(folder);
    assertEquals(Kind.PATH, e.kind());
    assertEquals(e.getMessage().strip(), e.getMessage());
    assertTrue(e.getMessage().indexOf('\0') < 0, "a control character reached the message");
  }

  @Test
  void aTensorInTwoShardsIsRefused(@TempDir Path folder) throws IOException {
    Path shards = FormatFiles.path("safetensors-sharded");
    Set<String> names = new TreeSet<>();
    for (String part : List.of("1", "2", "3")) {
      String name = "model-0000" + part + "-of-00003.safetensors";
      Files.copy(shards.resolve(name), folder.resolve(name));
      names.add(name);
    }
    Files.copy(
        folder.resolve(names.iterator().next()),
        folder.resolve("model-00004-of-00003.safetensors"));
    String index = Files.readString(shards.resolve("model.safetensors.index.json"));
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        index.replaceFirst(
            "\"weight_map\": \\{", "$0\"x\": \"model-00004-of-00003.safetensors\","));
    assertEquals(Kind.DUPLICATE, refusal(folder).kind());
  }
}
