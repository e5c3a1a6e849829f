package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.bench.SeededModel;
import io.github.koelectra.testkit.FakeHub;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.PipelineFiles;
import io.github.koelectra.testkit.SharedFiles;
import io.github.koelectra.weights.hub.DownloadListener;
import io.github.koelectra.weights.hub.HubClient;
import io.github.koelectra.weights.hub.HubSettings;
import io.github.koelectra.weights.hub.ModelName;
import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer project with nothing but the published jar. */
class PublishedJarTest {
  private static final Path CORE = Repository.ROOT.resolve("core/target");
  private static final Path CONSUMER = Repository.ROOT.resolve("house/src/test/consumer");
  private static final String MODEL = FormatFiles.path("safetensors-f32").toString();
  private static final String FLAG = "--add-modules jdk.incubator.vector";
  private static final long MOST_BYTES = 1_500_000;
  private static final long MOST_BYTES_OF_NANO = 8_000_000;

  @TempDir Path folder;

  private static Path jar() throws IOException {
    return jar(CORE, "koelectra-core");
  }

  private static Path jar(Path target, String name) throws IOException {
    try (var files = Files.list(target)) {
      return files
          .filter(f -> f.getFileName().toString().matches(name + "-[^-]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private Run run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(Arrays.asList(arguments));
    return Run.of(folder, command);
  }

  @Test
  void oneJarRunsInAllThreeWays() throws IOException, InterruptedException {
    String jar = jar().toString();
    String source = CONSUMER.resolve("app/consumer/Main.java").toString();
    String classes = folder.resolve("classes").toString();
    Run compiled = run("javac", "-encoding", "UTF-8", "-cp", jar, "-d", classes, source);
    assertEquals(0, compiled.code(), compiled.err());
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
    assertEquals(0, vector.code(), vector.err());
    assertTrue(vector.out().startsWith("vector"), vector.out());

    Run scalar = run("java", utf8, "-cp", path, "consumer.Main", MODEL);
    assertEquals(0, scalar.code(), scalar.err());
    assertTrue(scalar.out().startsWith("scalar"), scalar.out());
    assertEquals(afterFirstLine(vector.out()), afterFirstLine(scalar.out()), "other numbers");
    assertEquals(1, scalar.err().lines().filter(line -> line.contains(FLAG)).count(), scalar.err());

    Path moduleInfo = folder.resolve("module-info.java");
    Files.copy(CONSUMER.resolve("module-info.txt"), moduleInfo);
    String modules = folder.resolve("modules").toString();
    Run module =
        run("javac", "-encoding", "UTF-8", "-p", jar, "-d", modules, source, moduleInfo.toString());
    assertEquals(0, module.code(), module.err());
    String modulePath = modules + File.pathSeparator + jar;
    Run named = run("java", utf8, "-p", modulePath, "-m", "consumer/consumer.Main", MODEL);
    assertEquals(0, named.code(), named.err());
    assertEquals(vector.out(), named.out());
  }

  private static Path nanoJar() throws IOException {
    return jar(Repository.ROOT.resolve("nano/target"), "koelectra-nano");
  }

  /** On the class path and on the module path, with a cache that was never used. */
  @Test
  void ourModelComesInAJarOfItsOwn() throws IOException, InterruptedException {
    Path nano = nanoJar();
    assertTrue(Files.size(nano) <= MOST_BYTES_OF_NANO, "it has " + Files.size(nano) + " bytes");
    String both = jar() + File.pathSeparator + nano;
    Path source = CONSUMER.resolve("app/consumer/Nano.java");
    String classes = folder.resolve("classes of nano").toString();
    Run compiled =
        run("javac", "-encoding", "UTF-8", "-cp", both, "-d", classes, source.toString());
    assertEquals(0, compiled.code(), compiled.err());
    String utf8 = "-Dstdout.encoding=UTF-8";
    String path = classes + File.pathSeparator + both;
    Run onClassPath = run("java", utf8, "-cp", path, "consumer.Nano");
    assertEquals(0, onClassPath.code(), onClassPath.err());
    assertTrue(onClassPath.out().matches("(negative|positive)\\R\\d tokens\\R"), onClassPath.out());

    Path moduleInfo = folder.resolve("module-info.java");
    Files.writeString(
        moduleInfo, "module consumer { requires io.github.koelectra; exports consumer; }");
    String modules = folder.resolve("modules of nano").toString();
    Run module =
        run(
            "javac",
            "-encoding",
            "UTF-8",
            "-p",
            both,
            "-d",
            modules,
            source.toString(),
            moduleInfo.toString());
    assertEquals(0, module.code(), module.err());
    String modulePath = modules + File.pathSeparator + both;
    Run named = run("java", utf8, "-p", modulePath, "-m", "consumer/consumer.Nano");
    assertEquals(0, named.code(), named.err());
    assertEquals(onClassPath.out(), named.out());
  }

  /** What README.md calls by name, and tiny models that stand for these. */
  private static final Map<String, Path> NAMED =
      Map.of(
          "monologg/koelectra-base-v3-discriminator", FormatFiles.path("safetensors-f32"),
          "monologg/koelectra-base-finetuned-naver-ner", PipelineFiles.path("ner-prefix"),
          "monologg/koelectra-base-v3-finetuned-korquad", PipelineFiles.path("qa"));

  @Test
  void whatReadmeSaysRuns() throws IOException, InterruptedException {
    String program = Readme.of("README.md").program();
    for (Map.Entry<String, Path> named : NAMED.entrySet()) {
      assertTrue(program.contains('"' + named.getKey() + '"'), "README.md has lost " + named);
      cacheAs(named.getKey(), named.getValue());
    }
    Path source = Files.writeString(folder.resolve("Readme.java"), program);
    String both = jar() + File.pathSeparator + nanoJar();
    Run run = run("java", "-Dstdout.encoding=UTF-8", "-cp", both, source.toString(), MODEL);
    assertEquals(0, run.code(), run.err() + program);
    List<String> printed =
        List.of(
            "positive 0\\.\\d{3}",
            "(PER|LOC|ORG) .+ \\d\\.\\d{3}",
            "(이순신|\\[PER\\]) 고객님은 .+",
            ".+ \\d\\.\\d{3}",
            "나 0\\.\\d{3}",
            ">> the other tokens >>");
    assertLinesMatch(printed, run.out().lines().toList());
  }

  /** Puts a model under a name into the cache of the build, whose tests use no network. */
  private void cacheAs(String name, Path model) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (var all = Files.list(model)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    try (FakeHub hub = new FakeHub()) {
      hub.commit(name, false, files, "main");
      Map<String, String> online = new TreeMap<>(System.getenv());
      online.put("HF_ENDPOINT", hub.endpoint());
      online.remove("HF_HUB_OFFLINE");
      HubSettings settings = HubSettings.of(online, folder);
      try (HubClient client = new HubClient(settings, DownloadListener.NONE)) {
        client.model(ModelName.parse(name));
      }
    }
  }

  private static String afterFirstLine(String text) {
    return text.substring(text.indexOf('\n'));
  }

  /** The ten tokens and ids that KoELECTRA's page prints, by what a user writes. */
  @Test
  void theExamplesOfKoElectraGiveItsNumbers() throws IOException, InterruptedException {
    Path vocabulary = SharedFiles.require("vocab/koelectra-v3.txt");
    String jar = jar().toString();
    Path model = folder.resolve("small v3");
    SeededModel.main(
        new String[] {"small-v3-discriminator", vocabulary.toString(), model.toString()});
    String source = CONSUMER.resolve("app/consumer/Main.java").toString();
    String utf8 = "-Dstdout.encoding=UTF-8";
    Run run = run("java", utf8, "-cp", jar, source, model.toString());
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals("[[CLS], 한국어, EL, ##EC, ##TRA, ##를, 공유, ##합니다, ., [SEP]]", lines.get(1));
    assertEquals("[2, 11229, 29173, 13352, 25541, 4110, 7824, 17788, 18, 3]", lines.get(2));
    assertTrue(lines.get(3).startsWith("[10, 256] "), lines.get(3));
    assertTrue(lines.get(4).matches("나 [01]"), lines.get(4));
  }

  /** What holds for our modules holds for all that is delivered with them. */
  @Test
  void nothingInTheJarTouchesTheProcess() throws IOException {
    int classes = 0;
    try (JarFile jar = new JarFile(jar().toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class") && !entry.getName().equals("module-info.class")) {
          byte[] bytes = jar.getInputStream(entry).readAllBytes();
          assertEquals(List.of(), Confinement.violations(ClassFile.of().parse(bytes)));
          classes++;
        }
      }
    }
    assertTrue(classes > 100, classes + " classes");
  }

  @Test
  void theJarIsSmallAndNeedsNothing() throws IOException {
    assertTrue(Files.size(jar()) <= MOST_BYTES, "the jar has " + Files.size(jar()) + " bytes");
    String pom = Files.readString(CORE.resolve(".flattened-pom.xml"));
    assertFalse(pom.contains("<dependency>"), pom);
    assertFalse(pom.contains("<parent>"), pom);
  }
}
