package io.github.koelectra.train.finetune;

import io.github.koelectra.metrics.ClassificationMetrics;
import io.github.koelectra.metrics.ClassificationMetrics.Average;
import io.github.koelectra.metrics.Correlation;
import io.github.koelectra.metrics.EntityMetrics;
import io.github.koelectra.metrics.KorQuadMetrics;
import io.github.koelectra.train.finetune.Evaluation.Prediction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The metrics of predictions, as each head has them. */
final class Scores {
  private Scores() {}

  static SequencedMap<String, Double> of(FinetuneTask task, List<Prediction> predictions) {
    return switch (task.head()) {
      case CLASSIFICATION -> labels(task.labels(), of(predictions, Evaluation.Label.class));
      case REGRESSION -> numbers(of(predictions, Evaluation.Score.class));
      case MULTI_LABEL -> several(task.labels(), of(predictions, Evaluation.Labels.class));
      case TOKEN_CLASSIFICATION -> tags(task, of(predictions, Evaluation.Tags.class));
      case QUESTION_ANSWERING -> answers(of(predictions, Evaluation.Answer.class));
    };
  }

  private static <T> List<T> of(List<Prediction> predictions, Class<T> kind) {
    return predictions.stream().map(kind::cast).toList();
  }

  private static SequencedMap<String, Double> labels(
      List<String> names, List<Evaluation.Label> rows) {
    int[] expected = rows.stream().mapToInt(row -> names.indexOf(row.expected())).toArray();
    int[] predicted = rows.stream().mapToInt(row -> names.indexOf(row.label())).toArray();
    var macro = ClassificationMetrics.scores(expected, predicted, Average.MACRO);
    var weighted = ClassificationMetrics.scores(expected, predicted, Average.WEIGHTED);
    SequencedMap<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", ClassificationMetrics.accuracy(expected, predicted));
    metrics.put("macro_f1", macro.f1());
    metrics.put("macro_precision", macro.precision());
    metrics.put("macro_recall", macro.recall());
    metrics.put("weighted_f1", weighted.f1());
    return metrics;
  }

  private static SequencedMap<String, Double> numbers(List<Evaluation.Score> rows) {
    double[] expected = rows.stream().mapToDouble(Evaluation.Score::expected).toArray();
    double[] predicted = rows.stream().mapToDouble(Evaluation.Score::score).toArray();
    double pearson = Correlation.pearson(expected, predicted).orElse(Double.NaN);
    double spearman = Correlation.spearman(expected, predicted).orElse(Double.NaN);
    SequencedMap<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("pearson", pearson);
    metrics.put("spearman", spearman);
    metrics.put("mean", (pearson + spearman) / 2);
    return metrics;
  }

  private static SequencedMap<String, Double> several(
      List<String> names, List<Evaluation.Labels> rows) {
    boolean[][] expected =
        rows.stream().map(row -> has(names, row.expected())).toArray(boolean[][]::new);
    boolean[][] predicted =
        rows.stream().map(row -> has(names, row.labels())).toArray(boolean[][]::new);
    SequencedMap<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("micro_f1", f1(expected, predicted, Average.MICRO));
    metrics.put("macro_f1", f1(expected, predicted, Average.MACRO));
    metrics.put("weighted_f1", f1(expected, predicted, Average.WEIGHTED));
    metrics.put("accuracy", ClassificationMetrics.multiLabelAccuracy(expected, predicted));
    return metrics;
  }

  private static double f1(boolean[][] expected, boolean[][] predicted, Average average) {
    return ClassificationMetrics.multiLabelScores(expected, predicted, average).f1();
  }

  private static boolean[] has(List<String> names, List<String> some) {
    boolean[] has = new boolean[names.size()];
    some.forEach(name -> has[names.indexOf(name)] = true);
    return has;
  }

  private static SequencedMap<String, Double> tags(FinetuneTask task, List<Evaluation.Tags> rows) {
    List<List<String>> expected = rows.stream().map(Evaluation.Tags::expected).toList();
    List<List<String>> predicted = rows.stream().map(Evaluation.Tags::tags).toList();
    var entities = EntityMetrics.of(expected, predicted, task.tagStyle()).micro();
    int[] expectedIds = ids(task, expected);
    int[] predictedIds = ids(task, predicted);
    SequencedMap<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("precision", entities.precision());
    metrics.put("recall", entities.recall());
    metrics.put("f1", entities.f1());
    metrics.put("accuracy", ClassificationMetrics.accuracy(expectedIds, predictedIds));
    return metrics;
  }

  private static int[] ids(FinetuneTask task, List<List<String>> rows) {
    return rows.stream().flatMap(List::stream).mapToInt(task.labels()::indexOf).toArray();
  }

  private static SequencedMap<String, Double> answers(List<Evaluation.Answer> rows) {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    Map<String, String> predicted = new LinkedHashMap<>();
    for (Evaluation.Answer row : rows) {
      expected.put(row.id(), row.expected());
      predicted.put(row.id(), row.answer());
    }
    var total = KorQuadMetrics.total(expected, predicted);
    SequencedMap<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("exact_match", total.exactMatch());
    metrics.put("f1", total.f1());
    return metrics;
  }
}
