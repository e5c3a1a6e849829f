package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.Pretrained;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a model on token ids, as PyTorch would. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The input holds input_ids [batch, sequence] and optionally attention_mask",
      "and token_type_ids, I64 or I32. The output holds logits (start_logits and",
      "end_logits with the qa head, last_hidden_state with none) as F32, zero where",
      "the mask is 0.",
      "",
      "Example:",
      "  koelectra logits --model MODEL --input in.safetensors --output out.safetensors"
    })
final class LogitsCommand implements Callable<Integer> {
  private static final String MODEL_FILES =
      "{*config,tokenizer*,vocab,*model*}{.json,.txt,.safetensors,.bin,.h5,.index,.data-*}";

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = ModelReference.LABEL,
      required = true,
      description = "A model's directory, or its NAME[@REVISION] on the hub.")
  private ModelReference reference;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "A safetensors file of token ids.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The safetensors file to write.")
  private Path output;

  @Option(
      names = "--head",
      paramLabel = "HEAD",
      defaultValue = "auto",
      description =
          "auto, none, pre-training, masked-lm, sequence, token or qa (default: auto, from the"
              + " configuration or the tensors).")
  private String head;

  @Option(names = "--hidden-states", description = "Write hidden_states.0, .1, … too.")
  private boolean hiddenStates;

  @Mixin private KernelOptions kernels;
  @Mixin private HubModels hub;

  @Override
  public Integer call() throws IOException {
    Optional<Head> chosen = head.equals("auto") ? Optional.empty() : Optional.of(named(head));
    Kernels computing = kernels.kernels();
    checkPaths();
    Path model = hub.directory(reference);
    checkOutput(model);
    Head used = chosen.isPresent() ? chosen.get() : Pretrained.head(model);
    PaddedInput padded = PaddedInput.read(input, ElectraConfig.read(model));
    try (TaskModel loaded = used.load(model, computing)) {
      ForwardOutputs outputs = new ForwardOutputs(loaded, padded, hiddenStates);
      SafetensorsWriter.write(output, Map.of("format", "pt"), outputs.run());
    }
    return 0;
  }

  private void checkPaths() throws IOException {
    if (Files.isDirectory(input)) {
      throw new IOException(input + ": a directory, not a safetensors file");
    }
    Path folder = output.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          folder + ": no such directory to write " + output.getFileName() + " in");
    }
  }

  /** Writing over what is read would be a slip of the hand, and the file would be lost. */
  private void checkOutput(Path model) throws IOException {
    if (!Files.exists(output)) {
      return;
    }
    List<Path> read = new ArrayList<>(List.of(input));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(model, MODEL_FILES)) {
      files.forEach(read::add);
    }
    for (Path file : read) {
      if (Files.isSameFile(output, file)) {
        throw new ParameterException(
            spec.commandLine(), "--output is a file that is read: " + file + "; give another");
      }
    }
  }

  private Head named(String name) {
    return switch (name) {
      case "none" -> Head.NONE;
      case "pre-training" -> Head.PRE_TRAINING;
      case "masked-lm" -> Head.MASKED_LM;
      case "sequence" -> Head.SEQUENCE;
      case "token" -> Head.TOKEN;
      case "qa" -> Head.QA;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--head '"
                  + name
                  + "' is none of auto, none, pre-training, masked-lm, sequence, token, qa");
    };
  }
}
