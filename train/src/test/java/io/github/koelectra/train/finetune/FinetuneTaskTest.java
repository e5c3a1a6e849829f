package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.metrics.EntityMetrics.TagStyle;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import io.github.koelectra.train.finetune.FinetuneTask.Settings;
import io.github.koelectra.train.finetune.FinetuneTask.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinetuneTaskTest {
  @TempDir Path directory;

  /** The table of KoELECTRA's settings. */
  @ParameterizedTest
  @CsvSource({
    "nsmc, CLASSIFICATION, 2, 10, 5e-5, 128, accuracy",
    "naver-ner, TOKEN_CLASSIFICATION, 29, 20, 5e-5, 128, f1",
    "paws, CLASSIFICATION, 2, 15, 3e-5, 128, accuracy",
    "kornli, CLASSIFICATION, 3, 15, 5e-5, 128, accuracy",
    "korsts, REGRESSION, 1, 10, 5e-5, 128, spearman",
    "question-pair, CLASSIFICATION, 2, 10, 5e-5, 128, accuracy",
    "korquad, QUESTION_ANSWERING, 2, 7, 5e-5, 512, f1",
    "hate-speech, CLASSIFICATION, 3, 10, 5e-5, 128, macro_f1"
  })
  void publishedTasks(
      String name, Head head, int outputs, int epochs, double rate, int length, String metric) {
    FinetuneTask task = FinetuneTask.named(name);
    assertEquals(name, task.name());
    assertEquals(head, task.head());
    assertEquals(outputs, task.outputs());
    assertEquals(metric, task.mainMetric());
    Lengths lengths = new Lengths(length, 128, 64, 30, 20);
    Settings wanted = new Settings(lengths, rate, 32, epochs, 42);
    assertEquals(wanted, task.settings());
  }

  @Test
  void namesAreThoseOfTheTable() {
    assertEquals(
        List.of(
            "nsmc",
            "naver-ner",
            "paws",
            "kornli",
            "korsts",
            "question-pair",
            "korquad",
            "hate-speech"),
        FinetuneTask.names());
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> FinetuneTask.named("sentiment"));
    assertEquals(
        "there is no task sentiment; tasks are nsmc, naver-ner, paws, kornli, korsts,"
            + " question-pair, korquad, hate-speech and custom",
        thrown.getMessage());
  }

  @Test
  void entityLabelsAreTheCorpus() {
    FinetuneTask task = FinetuneTask.named("naver-ner");
    assertEquals(List.of("O", "PER-B", "PER-I", "FLD-B"), task.labels().subList(0, 4));
    assertEquals("TRM-I", task.labels().get(28));
    assertEquals(TagStyle.SUFFIX, task.tagStyle());
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    FinetuneTask korquad = FinetuneTask.named("korquad");
    Samples.assertSays(
        "FILE: no training file of korquad; wanted is KorQuAD_v1.0_train.json",
        directory,
        () -> korquad.file(directory, Split.TRAIN));
    assertEquals(Optional.empty(), korquad.findFile(directory, Split.TRAIN));
    Samples.assertSays(
        "the data of korquad have no test file; name one",
        directory,
        () -> korquad.file(directory, Split.TEST));
    FinetuneTask hate = FinetuneTask.named("hate-speech");
    Samples.assertSays(
        "FILE: no dev file of hate-speech; wanted is val.tsv or dev.tsv",
        directory,
        () -> hate.file(directory, Split.DEV));
    Path dev = Samples.file(directory, "dev.tsv", "title\tcomment\tbias\thate");
    assertEquals(dev, hate.file(directory, Split.DEV));
    Path nowhere = directory.resolve("nowhere");
    Samples.assertSays(
        "FILE: there is no such directory", nowhere, () -> hate.file(nowhere, Split.DEV));
  }

  @Test
  void labelsFollowTheModel() {
    FinetuneTask pairs = FinetuneTask.named("question-pair");
    assertEquals(List.of("same", "different"), pairs.labels());
    FinetuneTask turned = pairs.withLabels(List.of("different", "same"));
    assertEquals(List.of("different", "same"), turned.labels());
    assertEquals(1, turned.labels().indexOf("same"));
    FinetuneTask written = FinetuneTask.named("nsmc").withLabels(List.of("1", "0"));
    assertEquals(List.of("positive", "negative"), written.labels());
    FinetuneTask generic = FinetuneTask.named("nsmc").withLabels(List.of("LABEL_0", "LABEL_1"));
    assertEquals(List.of("negative", "positive"), generic.labels());
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> pairs.withLabels(List.of("a", "b", "c")));
    assertEquals("the model has 3 labels, but the task has 2: 0, 1", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> pairs.withLabels(List.of("0", "0")));
    assertEquals(List.of(), FinetuneTask.named("korsts").withLabels(List.of("LABEL_0")).labels());
  }

  @Test
  void ownLabelsAreThoseOfTheTrainingFile() throws IOException {
    FinetuneTask task = FinetuneTask.custom(Head.CLASSIFICATION, Columns.DEFAULT);
    assertEquals(0, task.outputs());
    Path train =
        Samples.file(directory, "train.tsv", "text\tlabel", "비가 온다\t날씨", "골을 넣었다\t운동", "눈이 온다\t날씨");
    FinetuneTask known = task.withLabelsOf(DataSet.read(task, train));
    assertEquals(List.of("날씨", "운동"), known.labels());
    FinetuneTask given = task.withLabels(List.of("운동", "날씨", "경제"));
    assertEquals(given.labels(), given.withLabelsOf(DataSet.read(task, train)).labels());
    Path one = Samples.file(directory, "one.tsv", "text\tlabel", "비가 온다\t날씨");
    Samples.assertSays(
        "FILE: there is nothing to choose from, for the only label is 날씨",
        one,
        () -> task.withLabelsOf(DataSet.read(task, one)));
    FinetuneTask several = FinetuneTask.custom(Head.MULTI_LABEL, Columns.DEFAULT);
    Path none = Samples.file(directory, "none.tsv", "text\tlabel", "비가 온다\t");
    Samples.assertSays(
        "FILE: there is nothing to choose from, for no row has a label",
        none,
        () -> several.withLabelsOf(DataSet.read(several, none)));
  }

  @Test
  void tagStylesAreToldByTheLabels() {
    assertEquals(TagStyle.PREFIX, TagStyles.of(List.of("O", "B-PER", "I-PER")));
    assertEquals(TagStyle.SUFFIX, TagStyles.of(List.of("O", "PER-B", "PER-I")));
    assertEquals(TagStyle.PREFIX, TagStyles.of(List.of("O")));
  }

  @Test
  void lengthsMustLeaveRoom() {
    assertRefused("the maximum length must be at least 8, not 7", 7, 1, 1, 1, 1);
    assertRefused("the stride must be at least 1, not 0", 8, 0, 1, 1, 1);
    assertRefused("the question length must be at least 1, not 0", 8, 1, 0, 1, 1);
    assertRefused("the answer length must be at least 1, not 0", 8, 1, 1, 0, 1);
    assertRefused("the number of answers must be at least 1, not -1", 8, 1, 1, 1, -1);
  }

  private static void assertRefused(String sentence, int... numbers) {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Lengths(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
    assertEquals(sentence, thrown.getMessage());
  }
}
