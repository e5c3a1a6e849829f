package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraForMaskedLM;
import io.github.koelectra.electra.ElectraForPreTraining;
import io.github.koelectra.electra.ElectraForQuestionAnswering;
import io.github.koelectra.electra.ElectraForSequenceClassification;
import io.github.koelectra.electra.ElectraForTokenClassification;
import io.github.koelectra.electra.ElectraModel;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.electra.Trace;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a model on padded rows and puts what comes out back into PyTorch's shapes. */
final class ForwardOutputs {
  /** Tokens computed at once; the results do not depend on it. */
  private static final int BATCH_TOKENS = 8192;

  private final TaskModel model;
  private final PaddedInput input;
  private final boolean hiddenStates;
  private final Map<Integer, float[]> hidden = new TreeMap<>();

  ForwardOutputs(TaskModel model, PaddedInput input, boolean hiddenStates) {
    this.model = model;
    this.input = input;
    this.hiddenStates = hiddenStates;
  }

  List<NewTensor> run() {
    boolean perSequence = model instanceof ElectraForSequenceClassification;
    int rows = perSequence ? 1 : input.sequence();
    int columns = columns();
    float[] values = room(rows, columns);
    int step = Math.max(1, BATCH_TOKENS / input.sequence());
    for (int first = 0; first < input.batch(); first += step) {
      int end = Math.min(input.batch(), first + step);
      TokenBatch batch =
          TokenBatch.padded(
              Arrays.copyOfRange(input.ids(), first, end),
              Arrays.copyOfRange(input.types(), first, end),
              Arrays.copyOfRange(input.mask(), first, end));
      Tensor out = model.run(batch, hiddenStates ? new Collector(batch, first) : Trace.NONE);
      if (perSequence) {
        System.arraycopy(out.toArray(), 0, values, first * columns, out.size());
      } else {
        scatter(out, batch, first, values);
      }
    }
    return tensors(values, columns);
  }

  private int columns() {
    return switch (model) {
      case ElectraModel m -> m.config().hiddenSize();
      case ElectraForPreTraining _ -> 1;
      case ElectraForMaskedLM m -> m.config().vocabSize();
      case ElectraForSequenceClassification m -> m.config().numLabels();
      case ElectraForTokenClassification m -> m.config().numLabels();
      case ElectraForQuestionAnswering _ -> 2;
    };
  }

  private float[] room(int rows, int columns) {
    long size = (long) input.batch() * rows * columns;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the output of " + size + " numbers is too large; split the batch");
    }
    return new float[(int) size];
  }

  /** Rows of valid tokens to their places; all others stay zero. */
  private void scatter(Tensor out, TokenBatch batch, int first, float[] values) {
    int columns = out.columns();
    for (int s = 0; s < batch.layout().sequences(); s++) {
      for (int t = batch.layout().begin(s); t < batch.layout().end(s); t++) {
        if (!batch.layout().isMasked(t)) {
          int row = (first + s) * input.sequence() + batch.position(t);
          int from = out.offset() + t * columns;
          System.arraycopy(out.array(), from, values, row * columns, columns);
        }
      }
    }
  }

  private List<NewTensor> tensors(float[] values, int columns) {
    int batch = input.batch();
    int length = input.sequence();
    List<NewTensor> tensors = new ArrayList<>();
    switch (model) {
      case ElectraModel _ ->
          tensors.add(NewTensor.of("last_hidden_state", values, batch, length, columns));
      case ElectraForPreTraining _ -> tensors.add(NewTensor.of("logits", values, batch, length));
      case ElectraForSequenceClassification _ ->
          tensors.add(NewTensor.of("logits", values, batch, columns));
      case ElectraForQuestionAnswering _ -> {
        tensors.add(NewTensor.of("start_logits", everySecond(values, 0), batch, length));
        tensors.add(NewTensor.of("end_logits", everySecond(values, 1), batch, length));
      }
      case ElectraForMaskedLM _, ElectraForTokenClassification _ ->
          tensors.add(NewTensor.of("logits", values, batch, length, columns));
    }
    int size = model.config().hiddenSize();
    hidden.forEach(
        (i, states) ->
            tensors.add(NewTensor.of("hidden_states." + i, states, batch, length, size)));
    return tensors;
  }

  private static float[] everySecond(float[] values, int first) {
    float[] half = new float[values.length / 2];
    for (int i = 0; i < half.length; i++) {
      half[i] = values[2 * i + first];
    }
    return half;
  }

  private final class Collector implements Trace {
    private final TokenBatch batch;
    private final int first;

    Collector(TokenBatch batch, int first) {
      this.batch = batch;
      this.first = first;
    }

    @Override
    public void hiddenStates(int index, Tensor states) {
      float[] values = hidden.computeIfAbsent(index, _ -> room(input.sequence(), states.columns()));
      scatter(states, batch, first, values);
    }
  }
}
