package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.koelectra.bench.SeededModel;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.testkit.FakeHub;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.PipelineFiles;
import io.github.koelectra.testkit.SharedFiles;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher as people start it: from another directory, through a link, on a KoELECTRA-Small v3
 * with seeded weights, under names with spaces and Korean letters.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String TEXT = "나는 방금 전에 밥을 먹었다.";
  private static final int WORDS = 35_000;

  /** From the folder the launcher is started in. */
  private static final String MODEL = "../한글 폴더/small v3";

  private static final List<String> COMPUTING =
      List.of(
          ("tokenize classify ner redact detect qa fill-mask embed similarity zero-shot attention"
                  + " logits finetune evaluate info convert pretrain vocab bench")
              .split(" "));

  @TempDir private static Path folder;
  private static Path elsewhere;

  @BeforeAll
  static void directories() throws IOException {
    elsewhere = Files.createDirectories(folder.resolve("다른 곳"));
    Files.createSymbolicLink(elsewhere.resolve("k o"), Repository.ROOT.resolve("koelectra"));
    List<String> words = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    for (int i = words.size(); i < WORDS; i++) {
      words.add("t" + i);
    }
    Path vocabulary = Files.write(folder.resolve("vocab.txt"), words);
    SeededModel.main(
        new String[] {
          "small-v3-discriminator", vocabulary.toString(), elsewhere.resolve(MODEL).toString()
        });
  }

  private static Run launch(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("./k o"));
    command.addAll(List.of(arguments));
    return Run.of(elsewhere, command);
  }

  private static Run shell(String script) throws IOException, InterruptedException {
    return Run.of(elsewhere, List.of("bash", "-c", script, "bash", MODEL));
  }

  /** The first commands of README.md, which download nothing. */
  @Test
  void noModelIsNeeded() throws IOException, InterruptedException {
    Run classified = launch("classify", "이 영화 정말 재미있어요");
    assertEquals(0, classified.code(), classified.err());
    assertTrue(
        classified.out().matches("(negative|positive) [01]\\.\\d{4} .+\\R"), classified.out());
    Run detected = launch("detect", "나는 어제 영화를 마셨다");
    assertEquals(0, detected.code(), detected.err());
    assertTrue(detected.out().contains("영화를"), detected.out());
  }

  @Test
  void examplesRunFromTheirSources() throws IOException, InterruptedException {
    String run = Repository.ROOT.resolve("examples/run").toString();
    String model = PipelineFiles.path("sequence").toString();
    Run sentiment = Run.of(elsewhere, List.of(run, "Sentiment", model, "재미있다", "별로다"));
    assertEquals(0, sentiment.code(), sentiment.err());
    assertEquals(2, sentiment.out().lines().count(), sentiment.out());
    Run unknown = Run.of(elsewhere, List.of(run, "Sentimental"));
    assertEquals(2, unknown.code());
    assertTrue(
        unknown.err().contains("Sentiment ") && unknown.err().contains("usage"), unknown.err());
  }

  @Test
  void aDirectoryOfSmallIsDetectedWith() throws IOException, InterruptedException {
    assertEquals(new Run(0, TEXT + "\n", ""), launch("detect", "--model", MODEL, TEXT));
    Run json = launch("detect", "--model", MODEL, "--json", TEXT);
    assertTrue(json.out().startsWith("{\"text\":\"" + TEXT + "\",\"tokens\":[{"), json.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "batch", "long"})
  void itsLogitsEqualPyTorchs(String batch) throws IOException, InterruptedException {
    String golden = "electra/src/test/resources/golden/koelectra-small-v3-discriminator";
    JsonObject yardsticks =
        Json.readObject(Repository.ROOT.resolve(golden + ".json"))
            .findObject("torch_f32_max_abs_error")
            .orElseThrow();
    double yardstick = yardsticks.findDouble(batch + "/logits").orElseThrow();
    try (Checkpoint expected = Checkpoint.open(Repository.ROOT.resolve(golden + ".safetensors"))) {
      Path input = elsewhere.resolve("입력.safetensors");
      List<NewTensor> tensors = new ArrayList<>();
      for (String name : List.of("input_ids", "attention_mask", "token_type_ids")) {
        tensors.add(copy(expected, batch + "/" + name, name));
      }
      SafetensorsWriter.write(input, Map.of(), tensors);
      Run run = launch("logits", "--model", MODEL, "--input", "입력.safetensors", "--output", "출력 1");
      assertEquals(new Run(0, "", ""), run);
      long[] mask = expected.readLongs(batch + "/attention_mask");
      double[] truth = expected.readDoubles(batch + "/logits");
      int valid = 0;
      try (Checkpoint written = Checkpoint.open(elsewhere.resolve("출력 1"))) {
        double[] logits = written.readDoubles("logits");
        for (int i = 0; i < logits.length; i++) {
          assertEquals(mask[i] == 1 ? truth[valid++] : 0, logits[i], 2 * yardstick);
        }
      }
      assertEquals(truth.length, valid);
    }
  }

  private static NewTensor copy(Checkpoint from, String name, String as) throws IOException {
    TensorEntry entry =
        from.entries().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    long[] shape = entry.shape().stream().mapToLong(n -> n).toArray();
    return NewTensor.of(as, from.readLongs(name), shape);
  }

  @Test
  void theVocabularyOfV3() throws IOException, InterruptedException {
    String vocabulary = SharedFiles.require("vocab/koelectra-v3.txt").toString();
    Run run = launch("tokenize", "--vocab", vocabulary, "한국어 ELECTRA를 공유합니다.");
    String tokens = "[CLS] 한국어 EL ##EC ##TRA ##를 공유 ##합니다 . [SEP]\n";
    assertEquals(new Run(0, tokens, ""), run);
    Run json = launch("tokenize", "--json", "--vocab", vocabulary, "한국어 ELECTRA를 공유합니다.");
    String ids = "\"ids\":[2,11229,29173,13352,25541,4110,7824,17788,18,3]";
    assertTrue(json.out().contains(ids), json.out());
  }

  @Test
  void exitCodes() throws IOException, InterruptedException {
    assertEquals(0, launch("--version").code());
    Run usage = launch("detect", "--modle", MODEL, TEXT);
    assertEquals(2, usage.code());
    assertTrue(usage.err().contains("did you mean '--model'?"), usage.err());
    Run input = launch("detect", "--model", "없는 폴더", TEXT);
    assertEquals(new Run(1, "", "koelectra: 없는 폴더: no such model directory\n"), input);
  }

  /** Nobody depends on the archive of parsed classes that the build leaves. */
  @Test
  void anArchiveThatIsCutIsPassedOver() throws IOException, InterruptedException {
    Run good = new Run(0, TEXT + "\n", "");
    assertEquals(good, launch("detect", "--model", MODEL, TEXT));
    Path archive = archive();
    byte[] whole = Files.readAllBytes(archive);
    try {
      for (int length : new int[] {0, 100, 50_000, whole.length / 2}) {
        Files.write(archive, Arrays.copyOf(whole, length));
        assertEquals(good, launch("detect", "--model", MODEL, TEXT), length + " bytes");
      }
    } finally {
      Files.write(archive, whole);
    }
  }

  /** What computes is compiled by both compilers; only the others may do with the first. */
  @Test
  void flagsOfCommands() throws IOException, InterruptedException {
    Path fake = Files.createDirectories(elsewhere.resolve("jdk/bin")).resolve("java");
    Files.writeString(fake, "#!/bin/sh\necho \"$@\"\n");
    assertTrue(fake.toFile().setExecutable(true));
    Files.writeString(
        elsewhere.resolve("jdk/release"),
        "JAVA_RUNTIME_VERSION=\"25.0.9+1\"\nJAVA_VERSION=\"25.0.9\"\n");
    Path made = Repository.ROOT.resolve("cli/target/koelectra-25.0.9+1.jsa");
    try {
      for (String line : List.of("clasify x", "models", "cache list", "download x")) {
        Run run = shell("JAVA_HOME=$PWD/jdk './k o' " + line);
        assertTrue(run.out().contains(" -XX:TieredStopAtLevel=1 "), run.out());
        assertTrue(run.out().endsWith("koelectra.jar " + line + "\n"), run.out());
      }
      for (String command : COMPUTING) {
        Run run = shell("JAVA_HOME=$PWD/jdk './k o' " + command + " x");
        assertTrue(!run.out().contains("TieredStopAtLevel"), run.out());
        assertTrue(run.out().contains("--add-modules=jdk.incubator.vector "), run.out());
      }
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /** One that is left out would be without its second compiler. */
  @Test
  void everyCommandIsKnownToComputeOrNotTo() throws IOException, InterruptedException {
    String commands = launch("--help").out().split("\nCommands:\n")[1].split("\n\n")[0];
    List<String> names =
        commands
            .lines()
            .filter(line -> line.startsWith("  ") && line.charAt(2) != ' ')
            .map(line -> line.strip().split(" ")[0])
            .sorted()
            .toList();
    assertEquals(
        Stream.concat(COMPUTING.stream(), Stream.of("download", "models", "cache"))
            .sorted()
            .toList(),
        names);
  }

  /** What the build has written down is what the command itself says. */
  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "-h", "--version", "-V", "ner --help", "vocab -h", "vocab train --help"})
  void helpIsWhatTheCommandItselfSays(String line) throws IOException, InterruptedException {
    Run shown = launch(line.split(" "));
    assertEquals(shell("JAVA_OPTS=-Dany=x './k o' " + line), shown);
    assertTrue(!shown.out().isBlank() && shown.code() == 0, shown.toString());
  }

  @Test
  void helpThatCannotBeWrittenIsSaidSo() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    assertEquals(
        new Run(1, "", "koelectra: standard output cannot be written\n"),
        shell("'./k o' --help >/dev/full"));
  }

  /** The build leaves it, younger than the jar, and the command is mapped from it. */
  @Test
  void theArchiveIsMapped() throws IOException, InterruptedException {
    Path archive = archive();
    assertTrue(Files.size(archive) > 0);
    assertTrue(
        Files.getLastModifiedTime(archive)
                .compareTo(
                    Files.getLastModifiedTime(Repository.ROOT.resolve("cli/target/koelectra.jar")))
            >= 0);
    Run run = shell("JAVA_OPTS='-Xshare:on -Xlog:class+load' './k o' tokenize --model \"$1\" t9");
    assertEquals(0, run.code(), run.err());
    String command = "io.github.koelectra.cli.KoElectraCommand source: shared objects file";
    assertTrue(run.out().contains(command), run.out());
  }

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Repository.ROOT.resolve("cli/target"))) {
      List<Path> archives = files.filter(f -> f.toString().endsWith(".jsa")).toList();
      assertEquals(1, archives.size(), archives.toString());
      return archives.getFirst();
    }
  }

  /** Standard streams that are closed must not become those of the next file that is opened. */
  @Test
  void closedStreams() throws IOException, InterruptedException {
    assertEquals(new Run(0, "", ""), shell("'./k o' tokenize --model \"$1\" <&-"));
    Run closed = shell("'./k o' tokenize --model \"$1\" t9 >&-");
    assertEquals(new Run(1, "", "koelectra: standard output is closed\n"), closed);
    Run quiet = shell("'./k o' tokenize --model \"$1\" t9 2>&-");
    assertEquals(new Run(0, "[CLS] t9 [SEP]\n", ""), quiet);
  }

  @Test
  @Timeout(120)
  void aReaderThatHasEnoughEndsIt() throws IOException, InterruptedException {
    Run run = shell("yes t9 | './k o' tokenize --model \"$1\" | head -1");
    assertEquals(new Run(0, "[CLS] t9 [SEP]\n", ""), run);
  }

  /** A model by its name, as somebody at a terminal sees it come: bars pass before they end. */
  @Test
  @Timeout(120)
  void aModelOfTheHub() throws IOException, InterruptedException {
    Map<String, byte[]> files = new TreeMap<>();
    Path tiny = FormatFiles.path("safetensors-f32");
    for (String name : List.of("config.json", "vocab.txt", "model.safetensors")) {
      files.put(name, Files.readAllBytes(tiny.resolve(name)));
    }
    try (FakeHub hub = new FakeHub()) {
      hub.commit("a/tiny", false, files, "main");
      String variables = "HF_HUB_OFFLINE= HF_HOME=hf TERM=xterm HF_ENDPOINT=" + hub.endpoint();
      Run run = shell(variables + " './k o' tokenize --model a/tiny 한국어");
      assertEquals(0, run.code(), run.err());
      assertEquals("", run.err());
      Run offline = shell("HF_HUB_OFFLINE=1 HF_HOME=hf './k o' tokenize --model a/tiny 한국어");
      assertEquals(run, offline);
      assumeTrue(shell("script --version").code() == 0, "no pseudo terminals here");
      String download = "./k\\ o download a/tiny --cache-dir other";
      Run seen = shell(variables + " script -qec '" + download + "' /dev/null </dev/null");
      assertTrue(seen.out().contains("\rmodel.safetensors 100%"), seen.out());
      assertTrue(seen.out().contains("other/models--a--tiny/snapshots/"), seen.out());
    }
  }
}
