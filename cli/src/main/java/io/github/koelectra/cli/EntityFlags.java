package io.github.koelectra.cli;

import io.github.koelectra.core.TokenClassification;
import io.github.koelectra.core.TokenClassification.Options;
import io.github.koelectra.core.TokenClassification.Tagging;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which entities a task over tokens looks for, and how. */
final class EntityFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--aggregation",
      paramLabel = "HOW",
      description =
          "word: entities of Korean words, without their particles (default); simple, first,"
              + " average or max: transformers' strategies; none: tokens with their labels.")
  private EntityKind kind = EntityKind.WORD;

  @Option(
      names = "--types",
      paramLabel = "TYPE",
      split = ",",
      description = "Only entities of these types, such as PER,LOC (default: all).")
  private List<String> types = List.of();

  @Option(
      names = "--tagging",
      paramLabel = "WHERE",
      description =
          "prefix (B-PER), suffix (PER-B) or plain: how labels are written (default: as they look).")
  private Optional<Tagging> tagging = Optional.empty();

  @Mixin private OffsetFlags offsets;

  EntityKind kind() {
    return kind;
  }

  Offsets.Unit unit() {
    return offsets.unit();
  }

  /** The types that are wanted; empty: all. */
  Set<String> types() {
    return types.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
  }

  /** The usual options with what the command line says. */
  Options options(TaskFlags flags) {
    Options options = Options.DEFAULT;
    options = options.withInputs(flags.reading(options.inputs()));
    options = kind.aggregation().map(options::withAggregation).orElse(options);
    return tagging.map(options::withTagging).orElse(options);
  }

  /** Refuses types that a model does not know. */
  void check(TokenClassification task) {
    for (String type : types()) {
      if (!task.types().contains(type)) {
        throw usage(
            "--types: the model knows no '" + type + "', but " + String.join(", ", task.types()));
      }
    }
  }

  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
