package io.github.koelectra.cli;

import io.github.koelectra.core.ScoredLabel;
import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.core.ZeroShotClassification;
import io.github.koelectra.core.ZeroShotClassification.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Labels texts with labels that no model was trained for. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  koelectra zero-shot --model MODEL --labels 스포츠,정치,경제 \"손흥민이 결승골을 넣었다\"",
      "",
      "MODEL is fine-tuned for inference, such as on KorNLI, and has a label that begins with",
      "\"entail\". Long texts are truncated, and said to be, unless --long says otherwise."
    })
final class ZeroShotCommand implements Callable<Integer> {
  @Mixin private TaskFlags flags;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      required = true,
      description = "The labels to choose from, with commas between them.")
  private List<String> labels = List.of();

  @Option(
      names = "--template",
      paramLabel = "TEXT",
      description = "What is said of a text, with {} in place of the label.")
  private Optional<String> template = Optional.empty();

  @Option(names = "--multi-label", description = "Several labels may fit, each by itself.")
  private boolean multiLabel;

  @Override
  public Integer call() throws IOException {
    Options usual = multiLabel ? Options.DEFAULT.withMultiLabel() : Options.DEFAULT;
    Options said = flags.checked(() -> template.map(usual::withHypothesisTemplate).orElse(usual));
    Options options = said.withInputs(flags.reading(said.inputs()));
    TaskRun<Classification> run = flags.run(flags.input().texts("sequence"), new Format());
    Path directory = flags.directory();
    try (ZeroShotClassification task =
        ZeroShotClassification.open(directory, options, flags.kernels())) {
      return run.over(
          directory, task.pipeline(labels.stream().map(String::strip).toList()), Row::text);
    }
  }

  /** The labels, the best first. */
  private static final class Format implements TaskFormat<Classification> {
    @Override
    public List<String> columns() {
      return List.of("labels", "scores");
    }

    @Override
    public Map<String, Object> fields(Row row, Classification result) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("labels", result.labels().stream().map(ScoredLabel::label).toList());
      fields.put("scores", result.labels().stream().map(ScoredLabel::score).toList());
      return fields;
    }

    @Override
    public String lines(Row row, String shown, Classification result) {
      return shown
          + result.labels().stream()
              .map(l -> String.format(Locale.ROOT, "\n  %.4f  %s", l.score(), l.label()))
              .collect(Collectors.joining());
    }

    @Override
    public boolean truncated(Classification result) {
      return result.truncated();
    }
  }
}
