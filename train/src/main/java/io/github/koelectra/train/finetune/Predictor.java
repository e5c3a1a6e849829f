package io.github.koelectra.train.finetune;

import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.train.finetune.Evaluation.Prediction;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Runs a model over a data set and reads its logits. For one thread. */
final class Predictor {
  private final Features features;
  private final int batchSize;
  private final Function<TokenBatch, Tensor> model;
  private final List<String> labels;
  private final List<Prediction> predictions = new ArrayList<>();

  Predictor(Features features, int batchSize, Function<TokenBatch, Tensor> model) {
    this.features = features;
    this.batchSize = batchSize;
    this.model = model;
    labels = features.task().labels();
  }

  /** A prediction for each row. */
  List<Prediction> predict() {
    List<Tensor> waiting = new ArrayList<>();
    for (int begin = 0; begin < features.size(); begin += batchSize) {
      int end = Math.min(begin + batchSize, features.size());
      List<Tensor> outputs = outputs(features.batch(IntStream.range(begin, end).toArray()));
      for (int i = begin; i < end; i++) {
        waiting.add(outputs.get(i - begin));
        if (i + 1 == features.size() || features.sequence(i + 1).row() != predictions.size()) {
          predictions.add(prediction(i + 1 - waiting.size(), waiting));
          waiting.clear();
        }
      }
    }
    return predictions;
  }

  /** The logits of each sequence of a batch: one row, or one for each token. */
  private List<Tensor> outputs(LabelledBatch batch) {
    SequenceLayout layout = batch.tokens().layout();
    Tensor logits = model.apply(batch.tokens());
    Head head = features.task().head();
    boolean perToken = head == Head.TOKEN_CLASSIFICATION || head == Head.QUESTION_ANSWERING;
    int rows = perToken ? layout.tokens() : layout.sequences();
    int columns = features.task().outputs();
    if (logits.rows() != rows || logits.columns() != columns) {
      throw new IllegalArgumentException(
          "the model gives logits of ["
              + logits.rows()
              + ", "
              + logits.columns()
              + "], not ["
              + rows
              + ", "
              + columns
              + "]");
    }
    List<Tensor> outputs = new ArrayList<>(layout.sequences());
    for (int s = 0; s < layout.sequences(); s++) {
      int from = perToken ? layout.begin(s) : s;
      int to = perToken ? layout.end(s) : s + 1;
      // The model may use the memory of its logits again.
      outputs.add(logits.rows(from, to).copy());
    }
    return outputs;
  }

  /** What the model says about the row of which the sequences begin at {@code first}. */
  private Prediction prediction(int first, List<Tensor> outputs) {
    Row row = features.data().rows().get(features.sequence(first).row());
    float[] logits = outputs.getFirst().row(0);
    return switch (features.sequence(first).target()) {
      case Target.Classes classes -> label(row, classes.labels()[0], logits);
      case Target.Scores scores -> new Evaluation.Score(row.id(), scores.values()[0], logits[0]);
      case Target.Several several ->
          new Evaluation.Labels(row.id(), positive(several.targets()[0]), positive(logits));
      case Target.TokenClasses tokens -> tags((Row.Words) row, tokens, outputs.getFirst());
      case Target.Spans spans -> answer((Row.Question) row, first, outputs);
    };
  }

  private Prediction label(Row row, int expected, float[] logits) {
    int best = greatest(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((double) logit - logits[best]);
    }
    return new Evaluation.Label(row.id(), labels.get(expected), labels.get(best), 1 / sum);
  }

  private static int greatest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  /** The labels of positive values: a logit above 0 is a probability above one half. */
  private List<String> positive(float[] values) {
    return IntStream.range(0, values.length)
        .filter(i -> values[i] > 0)
        .mapToObj(labels::get)
        .toList();
  }

  private Prediction tags(Row.Words row, Target.TokenClasses target, Tensor logits) {
    List<String> expected = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    for (int token = 0; token < logits.rows(); token++) {
      int label = target.labels()[token];
      if (label != WordFeatures.IGNORED) {
        expected.add(labels.get(label));
        tags.add(labels.get(greatest(logits.row(token))));
      }
    }
    List<String> words = row.words().subList(0, tags.size());
    return new Evaluation.Tags(row.id(), words, expected, tags);
  }

  private Prediction answer(Row.Question row, int first, List<Tensor> outputs) {
    List<Sequence> windows =
        IntStream.range(first, first + outputs.size()).mapToObj(features::sequence).toList();
    ContextTokens context = features.context(windows.getFirst().row());
    AnswerSearch search = new AnswerSearch(row, context, features.lengths(), windows);
    for (int w = 0; w < windows.size(); w++) {
      search.add(w, outputs.get(w));
    }
    List<String> expected = row.answers().stream().map(Row.Answer::text).toList();
    return new Evaluation.Answer(row.id(), expected, search.guesses());
  }
}
