package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.bench.SeededModel;
import io.github.koelectra.testkit.FakeHub;
import io.github.koelectra.testkit.FormatFiles;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** The Java of README.md, each block in a method of its own, in the order of the page. */
  private static String readme() throws IOException {
    StringBuilder imports = new StringBuilder("import java.nio.file.Path;\n");
    StringBuilder methods = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    String page = Files.readString(Repository.ROOT.resolve("README.md"));
    Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
    for (int i = 0; blocks.find(); i++) {
      methods.append("static void block" + i + "(Path path) throws Exception {\n");
      calls.append("block" + i + "(Path.of(args[0]));\n");
      for (String line : blocks.group(1).lines().toList()) {
        (line.startsWith("import ") ? imports : methods).append(line).append('\n');
      }
      methods.append("}\n");
    }
    String main = "public static void main(String[] args) throws Exception {\n" + calls + "}\n";
    return imports + "public final class Readme {\n" + methods + main + "}\n";
  }

  @Test
  void whatReadmeSaysRuns() throws IOException, InterruptedException {
    String jar = jar().toString();
    String program = readme();
    assertTrue(program.contains("block1("), "README.md has lost its examples");
    cacheAs("monologg/koelectra-base-v3-discriminator");
    Path source = Files.writeString(folder.resolve("Readme.java"), program);
    Run run = run("java", "-Dstdout.encoding=UTF-8", "-cp", jar, source.toString(), MODEL);
    assertEquals(0, run.code(), run.err() + program);
    assertTrue(run.out().lines().anyMatch(line -> line.matches("나 0\\.\\d{3}")), run.out());
  }

  /** Puts the model under a name into the cache of the build, whose tests use no network. */
  private void cacheAs(String name) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String file : List.of("config.json", "vocab.txt", "model.safetensors")) {
      files.put(file, Files.readAllBytes(Path.of(MODEL, file)));
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
