package io.github.koelectra.cli;

import io.github.koelectra.train.run.TrainingSettings;
import io.github.koelectra.train.run.TrainingSettings.Intervals;
import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import io.github.koelectra.train.run.TrainingSettings.Schedule;
import io.github.koelectra.train.run.TrainingSettings.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How a model is trained. Before it is used, {@link SettingOptions} give all options values. */
final class TrainingFlags {
  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "A JSON file with any of the settings below: the options' names with _ for -; what the"
              + " command line says comes first.")
  private Optional<Path> file = Optional.empty();

  @Setting
  @Option(names = "--rate", paramLabel = "R", description = "The highest learning rate.")
  private Optional<Double> rate = Optional.empty();

  @Setting
  @Option(
      names = "--schedule",
      paramLabel = "SHAPE",
      description =
          "linear: up, then down to 0; electra: as google-research/electra's, a power of what is"
              + " left of the run; constant: up, then level.")
  private Optional<Shape> schedule = Optional.empty();

  @Setting
  @Option(names = "--power", paramLabel = "P", description = "The power of --schedule electra.")
  private Optional<Double> power = Optional.empty();

  @Setting
  @Option(
      names = "--warmup-steps",
      paramLabel = "N",
      description = "Steps on which the rate rises; instead of --warmup-share.")
  private Optional<Long> warmupSteps = Optional.empty();

  @Setting
  @Option(
      names = "--warmup-share",
      paramLabel = "P",
      description = "The share of all steps on which the rate rises.")
  private Optional<Double> warmupShare = Optional.empty();

  @Setting
  @Option(
      names = "--accumulation",
      paramLabel = "N",
      description = "Batches of a step, whose gradients are averaged.")
  private Optional<Integer> accumulation = Optional.empty();

  @Setting
  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "adamw: PyTorch's, bias-corrected; electra: google-research/electra's, without.")
  private Optional<OptimizerKind> optimizer = Optional.empty();

  @Setting
  @Option(names = "--beta1", paramLabel = "B", description = "Of the mean of gradients.")
  private Optional<Double> beta1 = Optional.empty();

  @Setting
  @Option(names = "--beta2", paramLabel = "B", description = "Of the mean of their squares.")
  private Optional<Double> beta2 = Optional.empty();

  @Setting
  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "Added to the root of that (usually 1e-8; 1e-6 for --optimizer electra).")
  private Optional<Double> epsilon = Optional.empty();

  @Setting
  @Option(names = "--weight-decay", paramLabel = "W", description = "Decoupled weight decay.")
  private Optional<Double> weightDecay = Optional.empty();

  @Setting
  @Option(
      names = "--no-decay",
      paramLabel = "NAMES",
      description = "Parameters with one of these in their names have none.")
  private Optional<String> noDecay = Optional.empty();

  @Setting
  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "The largest 2-norm of all gradients together; 0 for any.")
  private Optional<Double> clip = Optional.empty();

  @Setting
  @Option(
      names = "--layer-decay",
      paramLabel = "D",
      description =
          "Multiplies the rate of a layer once for each layer above it, as google-research/electra"
              + " does; 1 for the same rate everywhere.")
  private Optional<Double> layerDecay = Optional.empty();

  @Setting
  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "All dropout (default: what the model's config.json says).")
  private Optional<Double> dropout = Optional.empty();

  @Setting
  @Option(names = "--seed", paramLabel = "N", description = "What everything random follows from.")
  private Optional<Long> seed = Optional.empty();

  @Setting
  @Option(names = "--log-every", paramLabel = "N", description = "Steps between lines of the log.")
  private Optional<Long> logEvery = Optional.empty();

  @Setting
  @Option(names = "--save-every", paramLabel = "N", description = "Steps between checkpoints.")
  private Optional<Long> saveEvery = Optional.empty();

  @Setting
  @Option(names = "--keep", paramLabel = "K", description = "How many checkpoints are kept.")
  private Optional<Integer> keep = Optional.empty();

  @Setting
  @Option(
      names = "--evaluate-every",
      paramLabel = "N",
      description = "Steps between evaluations; 0 for the end of each epoch.")
  private Optional<Long> evaluateEvery = Optional.empty();

  /** The file of settings, if there is one. */
  Optional<Path> file() {
    return file;
  }

  /** What any run has where nothing else is said, by key; rates and steps are a command's own. */
  static Map<String, Object> usual(OptimizerKind optimizer) {
    boolean adamw = optimizer == OptimizerKind.ADAMW;
    Optimization published = adamw ? Optimization.ADAMW : Optimization.ELECTRA;
    Map<String, Object> usual = new TreeMap<>();
    usual.put("schedule", adamw ? Shape.LINEAR : Shape.ELECTRA);
    usual.put("power", 1.0);
    usual.put("accumulation", 1);
    usual.put("optimizer", optimizer);
    usual.put("beta1", published.beta1());
    usual.put("beta2", published.beta2());
    usual.put("epsilon", published.epsilon());
    usual.put("weight_decay", published.weightDecay());
    usual.put("no_decay", String.join(",", published.noDecay()));
    usual.put("clip", published.maxGradNorm());
    usual.put("layer_decay", published.layerDecay());
    usual.put("keep", 2);
    usual.put("evaluate_every", 0L);
    return usual;
  }

  /** The optimizer that is asked for, if one is. */
  Optional<OptimizerKind> optimizer() {
    return optimizer;
  }

  int accumulation() {
    return accumulation.orElseThrow();
  }

  long seed() {
    return seed.orElseThrow();
  }

  /** Instead of what the model's configuration says. */
  Optional<Double> dropout() {
    if (dropout.filter(p -> !(p >= 0 && p < 1)).isPresent()) {
      throw new IllegalArgumentException("dropout must be from 0 to below 1, not " + dropout.get());
    }
    return dropout;
  }

  /** The whole, for a run of {@code totalSteps} steps. */
  TrainingSettings settings(long totalSteps) {
    Optimization optimization =
        new Optimization(
            optimizer.orElseThrow(),
            beta1.orElseThrow(),
            beta2.orElseThrow(),
            epsilon.orElseThrow(),
            weightDecay.orElseThrow(),
            Stream.of(noDecay.orElseThrow().split(",", -1)).filter(n -> !n.isBlank()).toList(),
            clip.orElseThrow(),
            layerDecay.orElseThrow());
    Schedule schedule =
        new Schedule(
            this.schedule.orElseThrow(),
            rate.orElseThrow(),
            warmup(totalSteps),
            totalSteps,
            power.orElseThrow());
    Intervals intervals =
        new Intervals(
            logEvery.orElseThrow(),
            saveEvery.orElseThrow(),
            keep.orElseThrow(),
            evaluateEvery.orElseThrow());
    return new TrainingSettings(seed(), accumulation(), optimization, schedule, intervals);
  }

  private long warmup(long totalSteps) {
    double share = warmupShare.orElse(0.0);
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("warmup-share must be from 0 to 1, not " + share);
    }
    if (share > 0 && warmupSteps.isPresent()) {
      throw new IllegalArgumentException("warmup-steps and warmup-share are one thing; give one");
    }
    return warmupSteps.orElse((long) (share * totalSteps));
  }
}
