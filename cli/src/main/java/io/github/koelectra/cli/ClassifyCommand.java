package io.github.koelectra.cli;

import io.github.koelectra.core.ScoreFunction;
import io.github.koelectra.core.ScoredLabel;
import io.github.koelectra.core.TextClassification;
import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.core.TextClassification.Options;
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

/** Labels texts. */
@Command(
    mixinStandardHelpOptions = true,
    defaultValueProvider = DefaultModel.Sentiment.class,
    footer = {
      "",
      "Without --model it is koelectra-nano-sentiment, which comes with this program and tells",
      "good reviews of films from bad ones.",
      "",
      "Examples:",
      "  koelectra classify \"이 영화 정말 재미있어요\"",
      "  koelectra classify --model MODEL --top-k all --json \"배송이 너무 늦어요\"",
      "  koelectra classify --model MODEL --pair \"비가 온다.\" \"날씨가 맑다.\"",
      "  koelectra classify --model MODEL --input 리뷰.csv --column 내용 \\",
      "      --output 결과.csv --resume",
      "",
      "A result whose name the input has already is called predicted_NAME.",
      "Long texts are truncated, and said to be, unless --long says otherwise."
    })
final class ClassifyCommand implements Callable<Integer> {
  @Mixin private TaskFlags flags;

  @Option(names = "--pair", paramLabel = "TEXT", description = "A second text to each text.")
  private Optional<String> pair = Optional.empty();

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "The N best labels, or all (default: the best one).")
  private TopK topK = TopK.BEST;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description = "Only labels with a score of at least X.")
  private Optional<Double> threshold = Optional.empty();

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description =
          "softmax, sigmoid or none: what makes scores of logits (default: what the model's"
              + " configuration calls for).")
  private Optional<ScoreFunction> function = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Options options = options();
    TextNames texts = flags.input().textsOrPairs("text", "text_pair", pair);
    TaskRun<Classification> run =
        flags.run(texts, topK.equals(TopK.BEST) ? new Best() : new Several());
    Path directory = flags.directory();
    try (TextClassification task = TextClassification.open(directory, options, flags.kernels())) {
      return texts.pairs()
          ? run.over(directory, task.pairs(), Row::texts)
          : run.over(directory, task.pipeline(), Row::text);
    }
  }

  private Options options() {
    Options options = Options.DEFAULT;
    options = options.withInputs(flags.reading(options.inputs()));
    if (topK.most().isPresent()) {
      options = options.withTopK(topK.most().getAsInt());
    }
    options = threshold.map(options::withThreshold).orElse(options);
    return function.map(options::withFunction).orElse(options);
  }

  private static String shown(ScoredLabel label) {
    return String.format(Locale.ROOT, "%s %.4f", label.label(), label.score());
  }

  private static Map<String, Object> object(String label, double score) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("label", label);
    object.put("score", score);
    return object;
  }

  /** The best label, if one reaches the threshold. */
  private static final class Best implements TaskFormat<Classification> {
    @Override
    public List<String> columns() {
      return List.of("label", "score");
    }

    @Override
    public Map<String, Object> fields(Row row, Classification result) {
      if (!result.labels().isEmpty()) {
        return object(result.label(), result.score());
      }
      Map<String, Object> none = new LinkedHashMap<>();
      none.put("label", null);
      none.put("score", null);
      return none;
    }

    @Override
    public String lines(Row row, String shown, Classification result) {
      String found = result.labels().stream().map(ClassifyCommand::shown).findFirst().orElse("-");
      return found + "  " + shown;
    }

    @Override
    public boolean truncated(Classification result) {
      return result.truncated();
    }
  }

  /** Several labels, the best first. */
  private static final class Several implements TaskFormat<Classification> {
    @Override
    public List<String> columns() {
      return List.of("labels");
    }

    @Override
    public Map<String, Object> fields(Row row, Classification result) {
      return Map.of(
          "labels", result.labels().stream().map(l -> object(l.label(), l.score())).toList());
    }

    @Override
    public String lines(Row row, String shown, Classification result) {
      return shown
          + result.labels().stream()
              .map(label -> "\n  " + shown(label))
              .collect(Collectors.joining());
    }

    @Override
    public boolean truncated(Classification result) {
      return result.truncated();
    }
  }
}
