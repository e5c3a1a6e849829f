package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.SharedFiles;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import io.github.koelectra.train.finetune.FinetuneTask.Split;
import io.github.koelectra.train.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published corpora are read whole; the counts were taken by another program. */
class CorpusTest {
  private static DataSet read(String name, Split split) throws IOException {
    FinetuneTask task = FinetuneTask.named(name);
    return DataSet.read(task, task.file(SharedFiles.require("corpus/" + name), split));
  }

  @ParameterizedTest
  @CsvSource({
    "nsmc, TRAIN, 150000, 0=75000 1=75000",
    "nsmc, TEST, 50000, 0=25000 1=25000",
    "paws, DEV, 2000, 0=1160 1=840",
    "paws, TEST, 2000, 0=1104 1=896",
    "kornli, DEV, 2490, contradiction=830 entailment=830 neutral=830",
    "kornli, TEST, 5010, contradiction=1670 entailment=1670 neutral=1670",
    "question-pair, TRAIN, 6136, 0=4169 1=1967",
    "question-pair, DEV, 682, 0=432 1=250",
    "question-pair, TEST, 758, 0=508 1=250",
    "hate-speech, TRAIN, 7896, hate=1911 none=3486 offensive=2499",
    "hate-speech, DEV, 471, hate=122 none=160 offensive=189"
  })
  void rowsAndLabels(String name, Split split, int rows, String labels) throws IOException {
    DataSet data = read(name, split);
    assertEquals(rows, data.size());
    Map<String, Integer> counts = new TreeMap<>();
    for (Row row : data.rows()) {
      counts.merge(((Row.Text) row).labels().getFirst(), 1, Integer::sum);
    }
    String found = counts.toString().replaceAll("[{},]", "");
    assertEquals(labels, found);
  }

  @ParameterizedTest
  @CsvSource({"TRAIN, 5749", "DEV, 1500", "TEST, 1379"})
  void scoresAreFromZeroToFive(Split split, int rows) throws IOException {
    DataSet data = read("korsts", split);
    assertEquals(rows, data.size());
    Features features = features("korsts", data, 128);
    for (int i = 0; i < features.size(); i++) {
      float score = ((Target.Scores) features.sequence(i).target()).values()[0];
      assertTrue(score >= 0 && score <= 5, "row " + i + ": " + score);
    }
  }

  private static Features features(String name, DataSet data, int length) throws IOException {
    FinetuneTask task = FinetuneTask.named(name);
    Path vocabulary = SharedFiles.require("vocab/koelectra-v3.txt");
    var tokenizer = ElectraTokenizer.fromPretrained(vocabulary);
    return Features.of(task, data, tokenizer, new Lengths(length, 128, 64, 30, 20));
  }

  @Test
  void everyTagIsKnown() throws IOException {
    DataSet data = read("naver-ner", Split.TEST);
    assertEquals(9000, data.size());
    Features features = features("naver-ner", data, 512);
    int[] counts = new int[features.task().outputs()];
    for (int i = 0; i < features.size(); i++) {
      int[] labels = ((Target.TokenClasses) features.sequence(i).target()).labels();
      Arrays.stream(labels).filter(label -> label >= 0).forEach(label -> counts[label]++);
    }
    List<String> labels = features.task().labels();
    assertEquals(4430, counts[labels.indexOf("PER-B")]);
    assertEquals(0, features.truncated());
  }

  /**
   * Windows, tokens and windows without the answer are as many as transformers' {@code
   * squad_convert_example_to_features} makes of the same file. Not every answer is made of whole
   * tokens, so that even who knows the spans does not get all answers right.
   */
  @Test
  void answersAreFoundAgain() throws IOException {
    DataSet data = read("korquad", Split.DEV);
    assertEquals(5774, data.size());
    Features features = features("korquad", data, 512);
    assertEquals(6559, features.size());
    assertEquals(2_068_856, features.tokens());
    int without = 0;
    for (int i = 0; i < features.size(); i++) {
      Target.Spans spans = (Target.Spans) features.sequence(i).target();
      without += spans.starts()[0] == 0 ? 1 : 0;
    }
    assertEquals(505, without);
    Evaluation found = Evaluation.of(features, 64, EvaluationTest.oracle(features));
    assertEquals(98.42, found.metrics().get("exact_match"), 0.01);
    assertEquals(99.81, found.metrics().get("f1"), 0.01);
  }
}
