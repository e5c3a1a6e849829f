package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file, it is read or refused in one sentence. */
class BrokenFilesTest {
  private static final ElectraTokenizer TOKENIZER = Samples.syllables();
  private static final int ROUNDS = 400;
  private static final byte[] TELLING = "\n\r\t ,\"[]{}-0\u0000".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private void breakAll(Head head, String name, String content) throws IOException {
    SplittableRandom random = RandomCases.of("broken " + name);
    FinetuneTask task = FinetuneTask.custom(head, Columns.DEFAULT);
    byte[] whole = content.getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve(name);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, broken(whole, random));
      try {
        DataSet data = DataSet.read(task, file);
        FinetuneTask known = task.withLabelsOf(data);
        Features features = Features.of(known, data, TOKENIZER, task.settings().lengths());
        assertTrue(features.size() >= data.size());
      } catch (IOException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > ROUNDS / 20 && refused < ROUNDS, refused + " refused");
  }

  /** The file with some bytes changed or a part left out; every fourth is whole. */
  private static byte[] broken(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      byte other =
          random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : (byte) random.nextInt();
      switch (random.nextInt(6)) {
        case 0 -> bytes = Arrays.copyOf(bytes, at);
        case 1 -> bytes = Arrays.copyOfRange(bytes, at, bytes.length);
        default -> bytes[at] = other;
      }
    }
    return bytes;
  }

  @Test
  void tables() throws IOException {
    String table = "text\ttext_pair\tlabel\n가 나\t다\t참\n라\t마 바\t거짓\n사\t아\t참\n";
    breakAll(Head.CLASSIFICATION, "a.tsv", table);
    breakAll(Head.MULTI_LABEL, "several.tsv", table.replace("거짓", "거짓,참"));
    breakAll(Head.REGRESSION, "b.tsv", table.replace("참", "1.5").replace("거짓", "-2"));
  }

  @Test
  void objects() throws IOException {
    String row = "{\"text\": \"가 나\", \"label\": [\"참\", \"거짓\"]}\n";
    breakAll(Head.MULTI_LABEL, "a.jsonl", row.repeat(3));
  }

  @Test
  void sentences() throws IOException {
    breakAll(Head.TOKEN_CLASSIFICATION, "a.tsv", "가 나다\tPER-B O\n라\tO\n마 바\tO LOC-B\n");
    breakAll(Head.TOKEN_CLASSIFICATION, "b.txt", "가 B-PER\n나다 O\n\n라 O\n마 B-LOC\n");
  }

  @Test
  void questions() throws IOException {
    String question = SquadFileTest.question("a", "어디?", "여수", 4);
    breakAll(Head.QUESTION_ANSWERING, "a.json", SquadFileTest.squad("철수는 여수에 산다.", question));
  }
}
