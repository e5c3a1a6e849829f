package io.github.koelectra.cli;

import io.github.koelectra.core.InputOptions;
import io.github.koelectra.core.LongInput;
import io.github.koelectra.core.TextNormalization;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a task reads its texts. */
final class ReadingFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "The most tokens to read together, special ones counted.")
  private Optional<Integer> maxLength = Optional.empty();

  @Option(
      names = "--long",
      paramLabel = "HOW",
      description =
          "error, truncate or window: what becomes of a text with more tokens: it is refused, its"
              + " end is left out, or it is read in overlapping windows.")
  private Optional<LongInput> longInput = Optional.empty();

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "How many tokens a window shares with the one before.")
  private Optional<Integer> stride = Optional.empty();

  @Option(
      names = "--normalize",
      paramLabel = "NAME",
      description =
          "nfc, emoji, repeats or comments, or several with commas: what is done to texts first:"
              + " decomposed Hangul composed, emoji left out, ㅋㅋㅋㅋ made ㅋㅋ; comments is emoji and"
              + " repeats. Results still speak of the text as it was.")
  private Optional<TextNormalization> normalization = Optional.empty();

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description = "The most tokens to compute together; results do not depend on it.")
  private Optional<Integer> batchTokens = Optional.empty();

  /** A task's usual options with what the command line says. */
  InputOptions over(InputOptions usual) {
    try {
      InputOptions options = usual;
      options = maxLength.map(options::withMaxLength).orElse(options);
      options = longInput.map(options::withLongInput).orElse(options);
      options = stride.map(options::withStride).orElse(options);
      options = normalization.map(options::withNormalization).orElse(options);
      return batchTokens.map(options::withBatchTokens).orElse(options);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
