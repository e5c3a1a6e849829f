package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.TextClassification;
import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.PipelineFiles;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is cut off anywhere is continued to the bytes it would have had. */
class ResumeTest {
  private static final int ROWS = 14;
  private static final Path MODEL = PipelineFiles.path("sequence");

  private static TextClassification model;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    model = TextClassification.open(MODEL, TextClassification.Options.DEFAULT, Kernels.best());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /** Rows of a file until one place. */
  private record Cut(RowReader rows, int[] left) implements RowReader {
    @Override
    public Optional<Entry> next() throws IOException {
      if (left[0]-- == 0) {
        throw new IOException("cut off");
      }
      return rows.next();
    }

    @Override
    public boolean ready() throws IOException {
      return rows.ready();
    }

    @Override
    public long bytes() {
      return rows.bytes();
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  private static final class Best implements TaskFormat<Classification> {
    @Override
    public List<String> columns() {
      return List.of("label", "score");
    }

    @Override
    public Map<String, Object> fields(Row row, Classification result) {
      return Map.of("label", result.label(), "score", result.score());
    }

    @Override
    public String lines(Row row, String shown, Classification result) {
      return shown;
    }

    @Override
    public boolean truncated(Classification result) {
      return result.truncated();
    }
  }

  private static Tally run(Path in, Path out, int cutAfter) throws IOException {
    TextNames texts =
        new TextNames("text", "text", Optional.empty(), Optional.empty(), false, Optional.empty());
    Fingerprint fingerprint = Fingerprint.of(Fingerprint.filesOf(MODEL), List.of(), List.of(in));
    try (RowReader rows = new Cut(new FileRows(List.of(in), texts, false), new int[] {cutAfter});
        PartFile part = PartFile.open(out, fingerprint, true, Duration.ZERO)) {
      OutputFormat format = OutputFormat.of(out).orElseThrow();
      Job<String, Classification> job =
          new Job<>(
              rows,
              Row::text,
              model.pipeline()::outcomes,
              new Job.Looks<>(format, new Best(), Picture.none()));
      job.pass(part.before().rows());
      Tally tally = job.run(part.before(), part, _ -> {}, _ -> {});
      part.complete();
      return tally;
    }
  }

  private Path input(String ending, SplittableRandom random) throws IOException {
    StringBuilder content = new StringBuilder(ending.matches("[ct]sv") ? "id" : "");
    content.append(
        switch (ending) {
          case "csv" -> ",text\n";
          case "tsv" -> "\ttext\n";
          default -> "";
        });
    for (int i = 0; i < ROWS; i++) {
      String text = "가 ".repeat(i == 0 ? 200 : random.nextInt(200)) + "😀" + i; // One too long.
      content.append(
          switch (i > 0 && random.nextInt(5) == 0 ? "bad " + ending : ending) {
            case "csv" -> i + ",\"" + text + "\n\"\n";
            case "tsv" -> i + "\t" + text + "\n";
            case "jsonl" -> "{\"id\":" + i + ",\"text\":\"" + text + "\"}\n";
            case "txt" -> text + "\n";
            default -> "{},,\n";
          });
    }
    return Files.writeString(folder.resolve("in." + ending), content);
  }

  @ParameterizedTest
  @CsvSource({"txt,tsv", "tsv,csv", "csv,jsonl", "jsonl,csv", "csv,txt"})
  void atEveryRow(String from, String to) throws IOException {
    SplittableRandom random = RandomCases.of("resume " + from);
    Path in = input(from, random);
    Path whole = folder.resolve("whole." + to);
    Tally expected = run(in, whole, -1);
    assertTrue(expected.rows() == ROWS && expected.truncated() > 0, expected.toString());
    for (int cut = 0; cut < ROWS; cut++) {
      Path out = folder.resolve("cut." + to);
      int first = cut;
      Files.deleteIfExists(out);
      assertThrows(IOException.class, () -> run(in, out, first));
      assertFalse(Files.exists(out));
      if (first > 0 && random.nextBoolean()) { // What was written after the last record is lost.
        Files.writeString(PartFile.part(out), "half a li", StandardOpenOption.APPEND);
      }
      int second = first + random.nextInt(ROWS - first);
      assertThrows(IOException.class, () -> run(in, out, second));
      assertEquals(expected, run(in, out, -1));
      assertEquals(-1, Files.mismatch(whole, out), "cut after " + first + " and " + second);
      assertFalse(Files.exists(PartFile.part(out)) || Files.exists(PartFile.state(out)));
    }
  }

  private static Ran classify(Path in, Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("classify", "--model", MODEL.toString()));
    args.addAll(List.of("--input", in.toString(), "--output", out.toString()));
    args.addAll(List.of(more));
    return Ran.of(args.toArray(String[]::new));
  }

  /** Only the run that was cut off is continued, and none is lost by mistake. */
  @Test
  void whatChangedIsNamed() throws IOException {
    Path in = input("txt", RandomCases.of("changed"));
    Path out = folder.resolve("out.jsonl");
    assertThrows(IOException.class, () -> run(in, out, 3));
    classify(in, out)
        .failsInOneSentence(1, "out.jsonl.part: an unfinished run is there", "--resume");
    classify(in, out, "--resume", "--top-k", "2").failsInOneSentence(1, "the options changed");
    byte[] part = Files.readAllBytes(PartFile.part(out));
    Files.writeString(in, "가\n", StandardOpenOption.APPEND);
    assertEquals(
        "cut.part: cannot be continued, for the input changed since; delete it to begin again",
        assertThrows(IOException.class, () -> run(in, out, -1))
            .getMessage()
            .replace(PartFile.part(out).toString(), "cut.part"));
    assertEquals(-1, Arrays.mismatch(part, Files.readAllBytes(PartFile.part(out))));
    Files.writeString(PartFile.state(out), "{}");
    classify(in, out, "--resume").failsInOneSentence(1, "out.jsonl.part.state", "lacks \"model\"");
    Files.delete(PartFile.part(out));
    classify(in, out).withoutSummary();
    classify(in, out, "--resume", "--threads", "1").withoutSummary();
    assertFalse(Files.exists(PartFile.state(out)));
  }

  @Test
  void aPartThatLostItsEndIsNotContinued() throws IOException {
    Path in = input("txt", RandomCases.of("shortened"));
    Path out = folder.resolve("out.jsonl");
    assertThrows(IOException.class, () -> run(in, out, 9));
    Files.writeString(PartFile.part(out), "{");
    IOException refused = assertThrows(IOException.class, () -> run(in, out, -1));
    assertTrue(refused.getMessage().contains("shorter than recorded"), refused.getMessage());
  }

  @Test
  void twoRunsDoNotWriteOneFile(@TempDir Path place) throws IOException {
    Path output = place.resolve("out.jsonl");
    Fingerprint same = new Fingerprint("model", "options", "input");
    try (PartFile first = PartFile.open(output, same, false, Duration.ZERO)) {
      first.write("{}\n");
      IOException e =
          assertThrows(
              IOException.class, () -> PartFile.open(output, same, false, Duration.ZERO).close());
      assertTrue(e.getMessage().contains("another run"), e.getMessage());
      first.complete();
    }
    assertEquals("{}\n", Files.readString(output));
  }

  /** A run that is begun while another ends never touches what that one has finished. */
  @Test
  void whatIsFinishedStaysAsItIs(@TempDir Path place) throws IOException, InterruptedException {
    Fingerprint same = new Fingerprint("model", "options", "input");
    for (int i = 0; i < 200; i++) {
      Path output = place.resolve("out" + i + ".jsonl");
      PartFile first = PartFile.open(output, same, false, Duration.ZERO);
      first.write("{}\n".repeat(100));
      first.settled(Tally.NOTHING.done(false));
      first.write("{}\n".repeat(100));
      Thread other = Thread.ofPlatform().start(() -> racing(output, same));
      first.complete();
      other.join();
      assertEquals("{}\n".repeat(200), Files.readString(output), "run " + i);
    }
  }

  private static void racing(Path output, Fingerprint same) {
    while (!Files.exists(output)) {
      try (PartFile second = PartFile.open(output, same, true, Duration.ZERO)) {
        assertEquals(0, second.before().rows(), "continued what another run was writing");
      } catch (IOException e) {
        Thread.onSpinWait(); // refused, as it should be
      }
    }
  }
}
