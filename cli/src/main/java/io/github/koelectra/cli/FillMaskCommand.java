package io.github.koelectra.cli;

import io.github.koelectra.core.FillMask;
import io.github.koelectra.core.FillMask.Filled;
import io.github.koelectra.core.FillMask.Options;
import io.github.koelectra.core.FillMask.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Guesses masked words. */
@Command(
    mixinStandardHelpOptions = true,
    defaultValueProvider = DefaultModel.Pretrained.class,
    footer = {
      "",
      "Without --model it is koelectra-nano, which comes with this program.",
      "",
      "Examples:",
      "  koelectra fill-mask \"나는 어제 밥을 [MASK].\"",
      "  koelectra fill-mask --model MODEL --targets 서울,부산 --json \"[MASK]에 살아요\"",
      "",
      "A text without [MASK] is refused, and so is one with more tokens than the model takes,",
      "unless --long says otherwise. JSON has a list of predictions, or a list of such lists",
      "where there are several masks."
    })
final class FillMaskCommand implements Callable<Integer> {
  @Mixin private TaskFlags flags;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many guesses for each mask (default: ${DEFAULT-VALUE}).")
  private int topK;

  @Option(
      names = "--targets",
      paramLabel = "WORD",
      split = ",",
      description = "Choose from these words alone; of words of several tokens the first counts.")
  private List<String> targets = List.of();

  @Override
  public Integer call() throws IOException {
    Options options =
        flags.checked(
            () ->
                Options.DEFAULT
                    .withTopK(topK)
                    .withTargets(targets.stream().map(String::strip).toList()));
    options = options.withInputs(flags.reading(options.inputs()));
    TaskRun<Filled> run = flags.run(flags.input().texts("text"), new Format());
    Path directory = flags.directory();
    try (FillMask task = FillMask.open(directory, options, flags.kernels())) {
      return run.over(directory, task.pipeline(), Row::text);
    }
  }

  /** The guesses for each mask. */
  private static final class Format implements TaskFormat<Filled> {
    @Override
    public List<String> columns() {
      return List.of("predictions");
    }

    @Override
    public Map<String, Object> fields(Row row, Filled result) {
      List<List<Map<String, Object>>> masks =
          result.masks().stream().map(m -> m.stream().map(Format::object).toList()).toList();
      return Map.of("predictions", masks.size() == 1 ? masks.getFirst() : masks);
    }

    private static Map<String, Object> object(Prediction prediction) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("score", prediction.score());
      object.put("token", prediction.token());
      object.put("token_str", prediction.tokenText());
      object.put("sequence", prediction.sequence());
      return object;
    }

    @Override
    public String lines(Row row, String shown, Filled result) {
      StringBuilder lines = new StringBuilder(shown);
      for (List<Prediction> mask : result.masks()) {
        lines.append(lines.indexOf("\n") < 0 ? "" : "\n");
        for (Prediction prediction : mask) {
          lines.append(
              String.format(
                  Locale.ROOT, "\n  %.4f  %s", prediction.score(), prediction.tokenText()));
        }
      }
      return lines.toString();
    }

    @Override
    public boolean truncated(Filled result) {
      return result.truncated();
    }
  }
}
