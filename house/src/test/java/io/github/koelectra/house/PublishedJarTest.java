package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FormatFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer project with nothing but the published jar. */
class PublishedJarTest {
  private static final Path CORE = Repository.ROOT.resolve("core/target");
  private static final Path CONSUMER = Repository.ROOT.resolve("house/src/test/consumer");
  private static final String MODEL = FormatFiles.path("safetensors-f32").toString();
  private static final String FLAG = "--add-modules jdk.incubator.vector";
  private static final long MOST_BYTES = 1_500_000;

  @TempDir Path folder;

  private record Run(int code, String out, String err) {}

  private static Path jar() throws IOException {
    try (var files = Files.list(CORE)) {
      return files
          .filter(f -> f.getFileName().toString().matches("koelectra-core-[^-]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private Run run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(Arrays.asList(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int code = process.waitFor();
    return new Run(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void oneJarRunsInAllThreeWays() throws IOException, InterruptedException {
    String jar = jar().toString();
    String source = CONSUMER.resolve("app/consumer/Main.java").toString();
    String classes = folder.resolve("classes").toString();
    Run compiled = run("javac", "-encoding", "UTF-8", "-cp", jar, "-d", classes, source);
    assertEquals(0, compiled.code, compiled.err);
    String path = classes + File.pathSeparator + jar;
    String utf8 = "-Dstdout.encoding=UTF-8";

    Run vector =
        run(
            "java",
            utf8,
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            path,
            "consumer.Main",
            MODEL);
    assertEquals(0, vector.code, vector.err);
    assertTrue(vector.out.startsWith("vector"), vector.out);

    Run scalar = run("java", utf8, "-cp", path, "consumer.Main", MODEL);
    assertEquals(0, scalar.code, scalar.err);
    assertTrue(scalar.out.startsWith("scalar"), scalar.out);
    assertEquals(afterFirstLine(vector.out), afterFirstLine(scalar.out), "other numbers");
    assertEquals(1, scalar.err.lines().filter(line -> line.contains(FLAG)).count(), scalar.err);

    Path moduleInfo = folder.resolve("module-info.java");
    Files.copy(CONSUMER.resolve("module-info.txt"), moduleInfo);
    String modules = folder.resolve("modules").toString();
    Run module =
        run("javac", "-encoding", "UTF-8", "-p", jar, "-d", modules, source, moduleInfo.toString());
    assertEquals(0, module.code, module.err);
    String modulePath = modules + File.pathSeparator + jar;
    Run named = run("java", utf8, "-p", modulePath, "-m", "consumer/consumer.Main", MODEL);
    assertEquals(0, named.code, named.err);
    assertEquals(vector.out, named.out);
  }

  private static String afterFirstLine(String text) {
    return text.substring(text.indexOf('\n'));
  }

  @Test
  void theJarIsSmallAndNeedsNothing() throws IOException {
    assertTrue(Files.size(jar()) <= MOST_BYTES, "the jar has " + Files.size(jar()) + " bytes");
    String pom = Files.readString(CORE.resolve(".flattened-pom.xml"));
    assertFalse(pom.contains("<dependency>"), pom);
    assertFalse(pom.contains("<parent>"), pom);
  }
}
