package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held out of training data. */
class HeldOutRowsTest {
  @TempDir Path directory;

  private DataSet table(int rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("text\tlabel"));
    for (int i = 0; i < rows; i++) {
      lines.add("글 " + i + "\t" + i);
    }
    return read(Head.REGRESSION, "train.tsv", lines);
  }

  private DataSet sentences(int rows) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      lines.addAll(List.of("서울 LOC-B", "말" + i + " O", ""));
    }
    return read(Head.TOKEN_CLASSIFICATION, "train.conll", lines);
  }

  /** Some contexts, which are not all different, with {@code each} questions. */
  private DataSet questions(int contexts, int each) throws IOException {
    List<String> paragraphs = new ArrayList<>();
    for (int c = 0; c < contexts; c++) {
      List<String> asked = new ArrayList<>();
      for (int q = 0; q < each; q++) {
        asked.add(
            "{\"id\":\"%d-%d\",\"question\":\"어디\",\"answers\":[{\"text\":\"서울\",\"answer_start\":0}]}"
                .formatted(c, q));
      }
      paragraphs.add(
          "{\"paragraphs\":[{\"context\":\"서울 %d\",\"qas\":[%s]}]}"
              .formatted(c % 5, String.join(",", asked)));
    }
    String json = "{\"data\":[" + String.join(",", paragraphs) + "]}";
    return read(Head.QUESTION_ANSWERING, "train.json", List.of(json));
  }

  private DataSet read(Head head, String name, List<String> lines) throws IOException {
    Path file = Samples.file(directory, name, lines.toArray(String[]::new));
    return DataSet.read(FinetuneTask.custom(head, Columns.DEFAULT), file);
  }

  private static void assertParts(DataSet data, DataSet.Parts parts) {
    List<Row> all = new ArrayList<>(data.rows());
    all.removeAll(parts.heldOut().rows());
    assertEquals(all, parts.rest().rows(), "each row is in one part, in its order");
    List<Row> held = new ArrayList<>(data.rows());
    held.removeAll(parts.rest().rows());
    assertEquals(held, parts.heldOut().rows());
    assertEquals(data.size(), parts.rest().size() + parts.heldOut().size());
    assertTrue(parts.rest().size() > 0 && parts.heldOut().size() > 0);
    assertEquals(data.file(), parts.heldOut().file());
  }

  @Test
  void theShareIsThatOfTheRows() throws IOException {
    SplittableRandom random = RandomCases.of("held-out rows");
    for (int round = 0; round < 30; round++) {
      int rows = random.nextInt(2, 60);
      double share = random.nextDouble(1e-3, 1);
      long seed = random.nextLong();
      for (DataSet data : List.of(table(rows), sentences(rows))) {
        DataSet.Parts parts = data.holdOut(share, seed);
        assertParts(data, parts);
        long wanted = Math.clamp(Math.round(share * rows), 1, rows - 1);
        assertEquals(wanted, parts.heldOut().size());
      }
    }
  }

  /** Another version must hold the same rows out; SplitMix64 in Python. */
  @Test
  void theSeedDecides() throws IOException {
    DataSet data = table(40);
    List<Row> drawn = data.holdOut(0.25, 42).heldOut().rows();
    assertEquals(drawn, table(40).holdOut(0.25, 42).heldOut().rows());
    assertNotEquals(drawn, data.holdOut(0.25, 43).heldOut().rows());
    List<String> lines = drawn.stream().map(Row::id).toList();
    assertEquals(List.of("4", "5", "14", "15", "17", "23", "31", "33", "34", "39"), lines);
  }

  @Test
  void questionsAboutOneContextStayTogether() throws IOException {
    for (int seed = 0; seed < 30; seed++) {
      DataSet data = questions(13, 3);
      DataSet.Parts parts = data.holdOut(0.2, seed);
      assertParts(data, parts);
      assertTrue(Collections.disjoint(contexts(parts.rest()), contexts(parts.heldOut())));
      int held = parts.heldOut().size();
      assertTrue(held >= Math.round(0.2 * 39) && held < Math.round(0.2 * 39) + 9, "held " + held);
    }
  }

  private static Set<String> contexts(DataSet data) {
    Set<String> contexts = new HashSet<>();
    for (Row row : data.rows()) {
      contexts.add(((Row.Question) row).context());
    }
    return contexts;
  }

  @Test
  void somethingMustBeLeft() throws IOException {
    DataSet one = questions(1, 4);
    Samples.assertSays(
        "FILE: there is nothing to hold out, for all rows belong together",
        one.file(),
        () -> one.holdOut(0.5, 1));
    DataSet data = table(3);
    for (double share : new double[] {0, 1, -0.5, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> data.holdOut(share, 1));
    }
  }
}
