package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.VocabularyException;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.Part;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.hub.ModelName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a model, or a file of one, whole and tells what it is. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  koelectra info DIR", "  koelectra info --json model.safetensors"})
final class InfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description =
          "A model directory, a file of weights, TensorFlow checkpoint prefix, config.json,"
              + " vocab.txt, or a model's NAME[@REVISION] on the hub.")
  private ModelReference reference;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Mixin private HubModels hub;

  private final Map<String, Object> found = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    Path path = Conversions.path(reference.word());
    if (!Files.exists(path) && !Checkpoint.isTensorFlow(path)) {
      if (!ModelName.matches(reference.word())) {
        throw new IOException(path + ": no such file or directory");
      }
      path = hub.directory(reference);
    }
    if (Files.isDirectory(path)) {
      directory(path);
    } else if (path.toString().endsWith(".txt") || path.endsWith("tokenizer.json")) {
      vocabulary(path);
    } else if (path.toString().endsWith(".json") && !Checkpoint.isIndex(path)) {
      config(path);
    } else {
      weights(path);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(found));
    } else {
      new InfoText(found).print(out);
    }
    return 0;
  }

  private void directory(Path path) throws IOException {
    if (!Files.exists(path.resolve("config.json")) && Checkpoint.isTensorFlow(path)) {
      weights(path);
      return;
    }
    ElectraConfig config = config(path.resolve("config.json"));
    Set<String> names = weights(path);
    boolean tokenizer =
        Files.exists(path.resolve("vocab.txt")) || Files.exists(path.resolve("tokenizer.json"));
    if (tokenizer) {
      int size = vocabulary(path);
      if (size != config.vocabSize()) {
        throw new VocabularyException(
            path
                + ": the vocabulary has "
                + size
                + " tokens, but vocab_size is "
                + config.vocabSize());
      }
    }
    Kernels kernels = Kernels.best();
    Head.automatic(config, names).load(path, kernels).close();
    found.put("kernels", kernels.description());
  }

  private ElectraConfig config(Path file) throws IOException {
    ElectraConfig config = ElectraConfig.read(file);
    JsonObject raw = Json.readObject(file);
    found.put("config", raw);
    return config;
  }

  private int vocabulary(Path file) throws IOException {
    int size = ElectraTokenizer.fromPretrained(file).vocabulary().size();
    found.put("vocabulary", Map.of("size", size));
    return size;
  }

  /** The names a model has for the tensors. */
  private Set<String> weights(Path file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      List<Map<String, Object>> tensors = new ArrayList<>();
      Map<String, Long> dtypes = new TreeMap<>();
      long parameters = 0;
      for (TensorEntry entry : checkpoint.entries()) {
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", entry.name());
        tensor.put("dtype", entry.dtype().name());
        tensor.put("shape", entry.shape());
        tensors.add(tensor);
        dtypes.merge(entry.dtype().name(), entry.size(), Long::sum);
        parameters += entry.size();
      }
      found.put("parameters", parameters);
      found.put("dtypes", dtypes);
      found.put("heads", heads(checkpoint));
      found.put("tensors", tensors);
      return checkpoint.stateDict(Part.DISCRIMINATOR).shapes().keySet();
    }
  }

  /** Of both models, where there are two. */
  private static List<String> heads(Checkpoint checkpoint) throws IOException {
    Set<Head> heads = EnumSet.noneOf(Head.class);
    for (Part part : Part.values()) {
      heads.addAll(Head.servedBy(checkpoint.stateDict(part).shapes().keySet()));
    }
    return heads.stream().map(InfoCommand::headName).toList();
  }

  private static String headName(Head head) {
    return head.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
