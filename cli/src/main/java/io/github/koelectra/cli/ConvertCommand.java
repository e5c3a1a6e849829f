package io.github.koelectra.cli;

import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.hub.ModelName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model in any format as a directory that PyTorch opens. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The directory holds model.safetensors, config.json and the tokenizer's files.",
      "It appears when all is written. Without --dtype nothing is lost.",
      "",
      "Examples:",
      "  koelectra convert koelectra-base-v3-discriminator/ clean/",
      "  koelectra convert --part generator checkpoint/model.ckpt-700000 generator/"
    })
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description =
          "A model directory, its file of weights, index or TensorFlow checkpoint prefix, or a"
              + " model's NAME[@REVISION] on the hub.")
  private ModelReference reference;

  @Parameters(index = "1", paramLabel = "OUT", description = "The directory to write.")
  private Path out;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "f32, f16 or bf16 (default: each tensor's own).")
  private Optional<WeightType> dtype = Optional.empty();

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "discriminator, generator or both, where a checkpoint holds both (default: what"
              + " config.json says). Of both, the embeddings that they share are written once.")
  private Optional<String> part = Optional.empty();

  @Option(names = "--force", description = "Replace the files of OUT if it is not empty.")
  private boolean force;

  @Mixin private HubModels hub;

  @Override
  public Integer call() throws IOException {
    Optional<DType> type = dtype.map(t -> DType.valueOf(t.name()));
    Optional<Conversion.Parts> wanted = part.map(this::parts);
    Path in = in();
    Path source = Files.isDirectory(in) ? in : in.toAbsolutePath().getParent();
    checkPlaces(in, source);
    try (Checkpoint checkpoint = Checkpoint.open(in)) {
      Conversion conversion = Conversion.of(checkpoint, source, wanted, type);
      Changes changes = write(conversion);
      PrintWriter printed = spec.commandLine().getOut();
      printed.println(
          String.format(
              Locale.ROOT,
              "%s: %d tensors, %,d parameters, %,d bytes",
              out,
              conversion.tensors(),
              conversion.parameters(),
              Files.size(out.resolve(Conversion.WEIGHTS))));
      printed.flush();
      conversion
          .notes(changes)
          .forEach(n -> spec.commandLine().getErr().println("koelectra: " + n));
    }
    return 0;
  }

  private Changes write(Conversion conversion) throws IOException {
    try (NewDirectory directory = NewDirectory.at(out, force);
        Progress progress =
            Progress.ofBytes(
                Terminal.standardError(System.getenv()), "Converting", conversion.bytes())) {
      try {
        Changes changes = conversion.writeTo(directory.path(), progress::add);
        directory.complete();
        return changes;
      } catch (IOException e) {
        // Under the name it would have had, for nobody has asked for the other.
        String sentence = Failures.sentence(e);
        throw new IOException(sentence.replace(directory.path().toString(), out.toString()), e);
      }
    }
  }

  private Path in() throws IOException {
    Path path = Conversions.path(reference.word());
    boolean local = Files.exists(path) || Checkpoint.isTensorFlow(path);
    return local || !ModelName.matches(reference.word()) ? path : hub.directory(reference);
  }

  /**
   * Refuses to write over what is read.
   *
   * @param source the directory of the configuration and the vocabulary
   */
  private void checkPlaces(Path in, Path source) throws IOException {
    Path from = in.toAbsolutePath().normalize();
    Path to = out.toAbsolutePath().normalize();
    if (from.startsWith(to) || (Files.exists(out) && Files.isSameFile(out, source))) {
      throw new IOException(out + ": is what is read; name another place for OUT");
    }
  }

  private Conversion.Parts parts(String name) {
    return switch (name) {
      case "discriminator" -> Conversion.Parts.DISCRIMINATOR;
      case "generator" -> Conversion.Parts.GENERATOR;
      case "both" -> Conversion.Parts.BOTH;
      default -> throw wrong("--part '" + name + "' is none of discriminator, generator, both");
    };
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
