package io.github.koelectra.train.run;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.SeededWeights;
import io.github.koelectra.testkit.SharedFiles;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.FineTuning;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.model.Target;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.Part;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A fine-tuning golden: its model, its two batches, what PyTorch made of them. */
record GoldenRun(String name, JsonObject about, Checkpoint tensors) implements AutoCloseable {
  static GoldenRun open(String name) throws IOException {
    Path json = SharedFiles.require("golden/training/finetune-" + name + ".json");
    Path tensors = SharedFiles.require("golden/training/finetune-" + name + ".safetensors");
    return new GoldenRun(name, Json.readObject(json), Checkpoint.open(tensors));
  }

  /** The model with its seeded weights, written to {@code folder} on the way. */
  FineTuning model(Path folder) throws IOException {
    String seed = about.findString("seed").orElseThrow();
    List<NewTensor> weights = new ArrayList<>();
    tensors
        .stateDict()
        .shapes()
        .forEach(
            (stored, shape) -> {
              if (stored.startsWith("grad/")) {
                String parameter = stored.substring("grad/".length());
                long[] sizes = shape.stream().mapToLong(s -> s).toArray();
                float[] values = SeededWeights.tensor(seed, parameter, sizes);
                weights.add(NewTensor.of(parameter, values, sizes));
              }
            });
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, Map.of(), weights);
    Path config = folder.resolve("config.json");
    Files.writeString(config, Json.write(config()));
    int outputs = name.equals("token") ? 5 : name.equals("regression") ? 1 : 3;
    Head head = name.equals("token") ? Head.TOKEN : Head.SEQUENCE;
    try (Checkpoint written = Checkpoint.open(file)) {
      return new FineTuning(
          ElectraConfig.read(config),
          written.stateDict(Part.DISCRIMINATOR),
          Kernels.best(),
          new FineTuning.Settings(head, outputs, DropoutRates.NONE, false, 1));
    }
  }

  private Map<String, Object> config() throws IOException {
    Map<String, Object> members =
        new LinkedHashMap<>(about.findObject("config").orElseThrow().members());
    members.put("model_type", "electra");
    return members;
  }

  LabelledBatch batch(int number) throws IOException {
    String prefix = "batch" + number + "/";
    int width = tensors.stateDict().shapes().get(prefix + "input_ids").get(1).intValue();
    int[][] ids = rows(prefix + "input_ids", width);
    int[] lengths = new int[ids.length];
    int[][] mask = rows(prefix + "attention_mask", width);
    for (int row = 0; row < ids.length; row++) {
      lengths[row] = Arrays.stream(mask[row]).sum();
    }
    TokenBatch tokens =
        TokenBatch.of(cut(ids, lengths), cut(rows(prefix + "token_type_ids", width), lengths));
    return new LabelledBatch(tokens, target(prefix + "labels", width, lengths));
  }

  private Target target(String labels, int width, int[] lengths) throws IOException {
    return switch (name) {
      case "classification" -> new Target.Classes(rows(labels, lengths.length)[0]);
      case "regression" -> new Target.Scores(floats(labels));
      case "multilabel" -> {
        float[] all = floats(labels);
        float[][] several = new float[lengths.length][];
        for (int row = 0; row < several.length; row++) {
          several[row] = Arrays.copyOfRange(all, 3 * row, 3 * row + 3);
        }
        yield new Target.Several(several);
      }
      default ->
          new Target.TokenClasses(
              Arrays.stream(cut(rows(labels, width), lengths))
                  .flatMapToInt(Arrays::stream)
                  .toArray());
    };
  }

  private float[] floats(String tensor) throws IOException {
    double[] values = tensors.readDoubles(tensor);
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private int[][] rows(String tensor, int width) throws IOException {
    int[] values = Arrays.stream(tensors.readLongs(tensor)).mapToInt(Math::toIntExact).toArray();
    int[][] rows = new int[values.length / width][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }
    return rows;
  }

  private static int[][] cut(int[][] rows, int[] lengths) {
    int[][] cut = new int[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      cut[row] = Arrays.copyOf(rows[row], lengths[row]);
    }
    return cut;
  }

  /** The numbers of one member of an optimizer's trace, step by step. */
  double[] trace(String optimizer, String member) throws IOException {
    JsonObject trace =
        about.findObject("optimizers").orElseThrow().findObject(optimizer).orElseThrow();
    return ((JsonArray) trace.find(member).orElseThrow())
        .values().stream()
            .mapToDouble(v -> Double.parseDouble(((JsonNumber) v).literal()))
            .toArray();
  }

  double[] parameter(String optimizer, String parameter) throws IOException {
    return tensors.readDoubles(optimizer + "/param/" + parameter);
  }

  /** By how much PyTorch's own float32 run is off. */
  double yardstick(String optimizer, String parameter) throws IOException {
    JsonObject errors = about.findObject("torch_f32_max_abs_error").orElseThrow();
    return errors
        .findObject(optimizer)
        .orElseThrow()
        .findObject("param")
        .orElseThrow()
        .findDouble(parameter)
        .orElseThrow();
  }

  /** The parameters whose exact gradient is 0: rounding decides where they go. */
  Set<String> zeroGradient() throws IOException {
    return about.findArray("zero_gradient").orElseThrow().values().stream()
        .map(v -> ((JsonString) v).value())
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    tensors.close();
  }
}
