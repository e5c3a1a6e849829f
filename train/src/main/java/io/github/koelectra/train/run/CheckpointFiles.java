package io.github.koelectra.train.run;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.train.Variable;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.StateDict;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of a checkpoint: {@code model.safetensors}, what the optimizer knows, the state. */
final class CheckpointFiles {
  static final String WEIGHTS = "model.safetensors";

  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String STATE = "trainer_state.json";
  private static final String MOMENT1 = "moment1.";
  private static final String MOMENT2 = "moment2.";
  private static final String SCORES = "interval.scores.";
  private static final String POSITIVE = "interval.positive.";

  private CheckpointFiles() {}

  static void write(Path directory, Optimizer optimizer, TrainerState state, Interval interval)
      throws IOException {
    List<NewTensor> moments = new ArrayList<>();
    List<Variable> variables = new ArrayList<>();
    for (Optimizer.Slot slot : optimizer.slots()) {
      Variable variable = slot.variable();
      variables.add(variable);
      moments.add(tensor(MOMENT1 + variable.name(), variable.shape(), slot.moment1()));
      moments.add(tensor(MOMENT2 + variable.name(), variable.shape(), slot.moment2()));
    }
    interval.ranks().forEach((name, ranks) -> moments.addAll(tensors(name, ranks)));
    writeWeights(directory.resolve(WEIGHTS), variables);
    SafetensorsWriter.write(directory.resolve(OPTIMIZER), Map.of("format", "pt"), moments);
    Files.writeString(directory.resolve(STATE), state.json());
  }

  /** Writes the values of {@code variables} as transformers does. */
  static void writeWeights(Path file, List<Variable> variables) throws IOException {
    List<NewTensor> tensors =
        variables.stream().map(v -> tensor(v.name(), v.shape(), v.value())).toList();
    SafetensorsWriter.write(file, Map.of("format", "pt"), tensors);
  }

  private static NewTensor tensor(String name, List<Long> shape, Tensor tensor) {
    return new NewTensor(
        name, DType.F32, shape, (buffer, channel) -> writeElements(tensor, buffer, channel));
  }

  private static void writeElements(Tensor tensor, ByteBuffer buffer, WritableByteChannel channel)
      throws IOException {
    int done = 0;
    while (done < tensor.size()) {
      int count = Math.min(buffer.remaining() / Float.BYTES, tensor.size() - done);
      buffer.asFloatBuffer().put(tensor.array(), tensor.offset() + done, count);
      buffer.position(buffer.position() + count * Float.BYTES);
      done += count;
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }
  }

  private static List<NewTensor> tensors(String name, Interval.Ranks ranks) {
    boolean[] positive = ranks.positive();
    int[] numbers = new int[positive.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = positive[i] ? 1 : 0;
    }
    return List.of(
        NewTensor.of(SCORES + name, ranks.scores(), numbers.length),
        NewTensor.of(POSITIVE + name, numbers, numbers.length));
  }

  static TrainerState readState(Path directory) throws IOException {
    return TrainerState.read(directory.resolve(STATE));
  }

  /** Takes all parameters and moments from {@code directory}, and gives back the interval. */
  static Interval read(Path directory, Optimizer optimizer, TrainerState state) throws IOException {
    try (Checkpoint weights = Checkpoint.open(directory.resolve(WEIGHTS));
        Checkpoint moments = Checkpoint.open(directory.resolve(OPTIMIZER))) {
      StateDict values = weights.stateDict();
      StateDict remembered = moments.stateDict();
      for (Optimizer.Slot slot : optimizer.slots()) {
        Variable variable = slot.variable();
        fill(variable.value(), values, variable.name(), variable.shape());
        fill(slot.moment1(), remembered, MOMENT1 + variable.name(), variable.shape());
        fill(slot.moment2(), remembered, MOMENT2 + variable.name(), variable.shape());
      }
      return new Interval(state.interval(), ranks(moments, remembered));
    }
  }

  private static void fill(Tensor tensor, ParameterSource source, String name, List<Long> shape) {
    long[] dimensions = shape.stream().mapToLong(Long::longValue).toArray();
    source.parameter(name, dimensions).copyTo(0, tensor.array(), tensor.offset(), tensor.size());
  }

  private static Map<String, Interval.Ranks> ranks(Checkpoint moments, StateDict named)
      throws IOException {
    Map<String, Interval.Ranks> ranks = new HashMap<>();
    for (Map.Entry<String, List<Long>> tensor : named.shapes().entrySet()) {
      if (tensor.getKey().startsWith(SCORES)) {
        String name = tensor.getKey().substring(SCORES.length());
        float[] scores = named.parameter(tensor.getKey(), tensor.getValue().getFirst()).toArray();
        long[] numbers = moments.readLongs(POSITIVE + name);
        boolean[] positive = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
          positive[i] = numbers[i] == 1;
        }
        ranks.put(name, new Interval.Ranks(scores, positive));
      }
    }
    return ranks;
  }
}
