package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.train.finetune.Evaluation.Answer;
import io.github.koelectra.train.finetune.Evaluation.Label;
import io.github.koelectra.train.finetune.Evaluation.Labels;
import io.github.koelectra.train.finetune.Evaluation.Score;
import io.github.koelectra.train.finetune.Evaluation.Tags;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import io.github.koelectra.train.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final double CLOSE = 1e-12;

  @TempDir Path directory;

  private static Features features(FinetuneTask task, Path file) throws IOException {
    DataSet data = DataSet.read(task, file);
    FinetuneTask known = task.withLabelsOf(data);
    return Features.of(known, data, Samples.syllables(), new Lengths(16, 4, 6, 30, 20));
  }

  /** A model that gives these rows, as many as it is asked for, whatever it reads. */
  private static Function<TokenBatch, Tensor> says(boolean perToken, float[]... rows) {
    int[] given = {0};
    return batch -> {
      int count = perToken ? batch.tokens() : batch.layout().sequences();
      Tensor logits = Tensor.zeros(count, rows[0].length);
      for (int i = 0; i < count; i++) {
        System.arraycopy(rows[given[0]++], 0, logits.array(), i * rows[0].length, rows[0].length);
      }
      return logits;
    };
  }

  @Test
  void labels() throws IOException {
    Path file =
        Samples.file(
            directory,
            "a.tsv",
            "title\tcomment\tbias\thate",
            "ㄱ\t가\tx\tnone",
            "ㄴ\t나\tx\thate",
            "ㄷ\t다\tx\toffensive");
    Features features = features(FinetuneTask.named("hate-speech"), file);
    float third = (float) Math.log(3);
    Evaluation found =
        Evaluation.of(
            features,
            2,
            says(false, new float[] {third, 0, 0}, new float[] {1, 0, 0}, new float[] {0, 9, 9}));
    assertEquals("macro_f1", found.mainMetric());
    assertEquals(2 / 3.0, found.metrics().get("accuracy"), CLOSE);
    assertEquals((2 / 3.0 + 0 + 1) / 3, found.main(), CLOSE);
    assertEquals(0.5, found.metrics().get("macro_precision"), CLOSE);
    assertEquals(2 / 3.0, found.metrics().get("macro_recall"), CLOSE);
    assertEquals((2 / 3.0 + 0 + 1) / 3, found.metrics().get("weighted_f1"), CLOSE);
    Label first = (Label) found.predictions().getFirst();
    assertEquals("none", first.expected());
    assertEquals("none", first.label());
    assertEquals("2", first.id());
    assertEquals(0.6, first.score(), 1e-7);
    assertEquals("hate", ((Label) found.predictions().get(1)).expected());
    assertEquals("offensive", ((Label) found.predictions().get(2)).label());
  }

  @Test
  void numbers() throws IOException {
    Path file = Samples.file(directory, "a.tsv", "text\tlabel", "가\t1", "나\t2", "다\t4");
    Features features = features(FinetuneTask.custom(Head.REGRESSION, Columns.DEFAULT), file);
    float[][] rows = {{-1}, {1}, {9}};
    Evaluation found = Evaluation.of(features, 2, says(false, rows));
    assertEquals(1, found.main(), CLOSE);
    assertEquals(48 / Math.sqrt(42 * 56), found.metrics().get("pearson"), CLOSE);
    assertEquals(new Score("4", 4, 9), found.predictions().get(2));
    Evaluation constant =
        Evaluation.of(features, 9, says(false, new float[1], new float[1], new float[1]));
    assertTrue(Double.isNaN(constant.main()));
    assertTrue(Double.isNaN(constant.metrics().get("mean")));
  }

  @Test
  void severalLabels() throws IOException {
    Path file = Samples.file(directory, "a.tsv", "text\tlabel", "가\tㄱ,ㄴ", "나\t", "다\tㄴ");
    Features features = features(FinetuneTask.custom(Head.MULTI_LABEL, Columns.DEFAULT), file);
    float[][] rows = {{2, -1}, {-1, 0}, {0.5f, 3}};
    Evaluation found = Evaluation.of(features, 2, says(false, rows));
    assertEquals("micro_f1", found.mainMetric());
    assertEquals(2 / 3.0, found.main(), CLOSE);
    assertEquals(2 / 3.0, found.metrics().get("macro_f1"), CLOSE);
    assertEquals(1 / 3.0, found.metrics().get("accuracy"), CLOSE);
    assertEquals(new Labels("2", List.of("ㄱ", "ㄴ"), List.of("ㄱ")), found.predictions().get(0));
    assertEquals(new Labels("3", List.of(), List.of()), found.predictions().get(1));
  }

  @Test
  void tags() throws IOException {
    Path file =
        Samples.file(directory, "a.tsv", "철수 간다\tPER-B O", "가나다라마바사아자차카타 하하하 끝\tO PER-B PER-I");
    FinetuneTask task = FinetuneTask.custom(Head.TOKEN_CLASSIFICATION, Columns.DEFAULT);
    Features features = features(task, file);
    List<String> labels = features.task().labels();
    assertEquals(List.of("O", "PER-B", "PER-I"), labels);
    float[][] rows = new float[6 + 16][3];
    rows[1][labels.indexOf("PER-B")] = 1;
    rows[3][labels.indexOf("PER-B")] = 1;
    rows[6 + 1][labels.indexOf("O")] = 1;
    rows[6 + 13][labels.indexOf("PER-B")] = 1;
    Evaluation found = Evaluation.of(features, 1, says(true, rows));
    assertEquals(
        new Tags("1", List.of("철수", "간다"), List.of("PER-B", "O"), List.of("PER-B", "PER-B")),
        found.predictions().get(0));
    List<String> fitting = List.of("O", "PER-B");
    assertEquals(
        new Tags("2", List.of("가나다라마바사아자차카타", "하하하"), fitting, fitting),
        found.predictions().get(1));
    assertEquals(2 / 3.0, found.metrics().get("precision"), CLOSE);
    assertEquals(1, found.metrics().get("recall"), CLOSE);
    assertEquals(0.8, found.main(), CLOSE);
    assertEquals(0.75, found.metrics().get("accuracy"), CLOSE);
  }

  /** A model that knows the answer finds it in whichever window has it. */
  @Test
  void answers() throws IOException {
    String context = "가나다라마바사아자차 카타파하거너더러머버";
    Path file =
        Files.writeString(
            directory.resolve("a.json"),
            SquadFileTest.squad(
                context,
                SquadFileTest.question("a", "무엇", "나다", 1),
                SquadFileTest.question("b", "무엇", "자차 카타", 8),
                SquadFileTest.question("c", "무엇", "머버", 19)));
    Features features = features(FinetuneTask.named("korquad"), file);
    Evaluation found = Evaluation.of(features, 3, oracle(features));
    assertEquals(100, found.metrics().get("exact_match"));
    assertEquals(100, found.main());
    Answer second = (Answer) found.predictions().get(1);
    assertEquals("b", second.id());
    assertEquals("자차 카타", second.answer());
    assertEquals(List.of("자차 카타"), second.expected());
    double sum = second.guesses().stream().mapToDouble(Evaluation.Guess::probability).sum();
    assertEquals(1, sum, CLOSE);
    assertTrue(second.guesses().size() > 1);
    long different = second.guesses().stream().map(Evaluation.Guess::text).distinct().count();
    assertEquals(different, second.guesses().size());
  }

  /** Logits that are high at the targets. */
  static Function<TokenBatch, Tensor> oracle(Features features) {
    int[] sequence = {0};
    return batch -> {
      Tensor logits = Tensor.zeros(batch.tokens(), 2);
      for (int s = 0; s < batch.layout().sequences(); s++) {
        var target = features.sequence(sequence[0]++).target();
        var span = (Target.Spans) target;
        int begin = batch.layout().begin(s);
        logits.array()[2 * (begin + span.starts()[0])] = 5;
        logits.array()[2 * (begin + span.ends()[0]) + 1] = 5;
      }
      return logits;
    };
  }

  @Test
  void whatTheModelMustNotGive() throws IOException {
    Path file = Samples.file(directory, "a.tsv", "text\tlabel", "가\tㄱ", "나\tㄴ");
    Features features = features(FinetuneTask.custom(Head.CLASSIFICATION, Columns.DEFAULT), file);
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Evaluation.of(features, 2, batch -> Tensor.zeros(2, 3)));
    assertEquals("the model gives logits of [2, 3], not [2, 2]", thrown.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Evaluation.of(features, 0, batch -> Tensor.zeros(2, 2)));
  }
}
