package io.github.koelectra.cli;

import io.github.koelectra.core.ReplacedTokenDetection;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedToken;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedWord;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import io.github.koelectra.core.ReplacedTokenDetection.Options;
import io.github.koelectra.core.ReplacedTokenDetection.Suggestion;
import io.github.koelectra.json.OneLine;
import io.github.koelectra.nano.Nano;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Marks the words that do not seem to belong. */
@Command(
    mixinStandardHelpOptions = true,
    defaultValueProvider = DefaultModel.Pretrained.class,
    footer = {
      "",
      "Without --model it is koelectra-nano, which comes with this program.",
      "",
      "Examples:",
      "  koelectra detect \"나는 어제 영화를 마셨다\"",
      "  koelectra detect --generator koelectra-nano \"나는 어제 영화를 마셨다\"",
      "  koelectra detect --model DISCRIMINATOR --generator GENERATOR \"나는 어제 영화를 마셨다\"",
      "  koelectra detect --model MODEL --input 글.txt --html 글.html",
      "",
      "Long texts are read in windows unless --long says otherwise."
    })
final class DetectCommand implements Callable<Integer> {
  @Mixin private TaskFlags flags;
  @Mixin private OffsetFlags offsets;
  @Mixin private PageFlags page;

  @Option(
      names = "--generator",
      paramLabel = ModelReference.LABEL,
      description =
          "A generator of the same vocabulary, to suggest what might stand there instead.")
  private Optional<ModelReference> generator = Optional.empty();

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many suggestions for a word (default: ${DEFAULT-VALUE}).")
  private int topK;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description =
          "Mark words with a score above X (default: 0.5, and "
              + Nano.THRESHOLD
              + " for koelectra-nano).")
  private Optional<Double> threshold = Optional.empty();

  @Override
  public Integer call() throws IOException {
    double score =
        threshold.orElse(
            flags.isModel(Nano.NAME) ? Nano.THRESHOLD : ReplacedTokenDetection.THRESHOLD);
    Options options = flags.checked(() -> Options.DEFAULT.withTopK(topK).withThreshold(score));
    options = options.withInputs(flags.reading(options.inputs()));
    TaskRun<Detection> run =
        flags
            .run(flags.input().texts("text"), new Format(offsets.unit(), generator.isPresent()))
            .showing(page, (file, subject) -> DetectPicture.create(file, subject, score));
    Path directory = flags.directory();
    if (generator.isPresent()) {
      Path other = flags.directory(generator.get());
      options = options.withGenerator(other);
      run = run.dependingOn(List.of(other));
    }
    try (ReplacedTokenDetection task =
        ReplacedTokenDetection.open(directory, options, flags.kernels())) {
      return run.over(directory, task.pipeline(), Row::text);
    }
  }

  /** The tokens; with a generator the suspicious words and its suggestions, too. */
  private record Format(Offsets.Unit unit, boolean suggests) implements TaskFormat<Detection> {
    private static final boolean COLOUR = Ansi.AUTO.enabled();

    @Override
    public List<String> columns() {
      return suggests ? List.of("tokens", "words") : List.of("tokens");
    }

    @Override
    public Map<String, Object> fields(Row row, Detection result) {
      Offsets places = unit.in(result.text());
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("tokens", result.tokens().stream().map(t -> object(t, places)).toList());
      if (suggests) {
        fields.put("words", words(result, places));
      }
      return fields;
    }

    private static List<Map<String, Object>> words(Detection result, Offsets places) {
      return result.words().stream()
          .filter(DetectedWord::replaced)
          .map(w -> object(w, places))
          .toList();
    }

    private static Map<String, Object> object(DetectedToken token, Offsets places) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("token", token.text());
      object.put("id", token.id());
      object.put("start", places.of(token.begin()));
      object.put("end", places.of(token.end()));
      object.put("score", token.score());
      object.put("replaced", token.replaced());
      return object;
    }

    private static Map<String, Object> object(DetectedWord word, Offsets places) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("word", word.text());
      object.put("start", places.of(word.begin()));
      object.put("end", places.of(word.end()));
      object.put("score", word.score());
      object.put("suggestions", word.suggestions().stream().map(Format::object).toList());
      return object;
    }

    private static Map<String, Object> object(Suggestion suggestion) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("word", suggestion.word());
      object.put("score", suggestion.score());
      return object;
    }

    @Override
    public String lines(Row row, String shown, Detection result) {
      return new MarkedText(result, COLOUR)
          + (result.truncated() ? RowWriter.CUT : "")
          + result.words().stream()
              .filter(word -> !word.suggestions().isEmpty())
              .map(Format::suggestions)
              .collect(Collectors.joining());
    }

    private static String suggestions(DetectedWord word) {
      return "\n  "
          + OneLine.escaped(word.text())
          + " → "
          + word.suggestions().stream()
              .map(suggestion -> OneLine.escaped(suggestion.word()))
              .collect(Collectors.joining(", "));
    }

    @Override
    public boolean truncated(Detection result) {
      return result.truncated();
    }
  }
}
