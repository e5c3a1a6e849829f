package io.github.koelectra.cli;

import io.github.koelectra.core.CrossEncoder;
import io.github.koelectra.core.InputOptions;
import io.github.koelectra.core.LongInput;
import io.github.koelectra.core.PairScore;
import io.github.koelectra.core.Pipeline;
import io.github.koelectra.core.SentenceEmbedding;
import io.github.koelectra.core.SentenceEmbedding.Pooling;
import io.github.koelectra.core.Similarity;
import io.github.koelectra.core.TextPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares texts. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  koelectra similarity --model MODEL \"치킨을 먹고 싶다\" \"닭튀김이 먹고 싶네\"",
      "  koelectra similarity --model MODEL --pair \"환불 방법\" \"배송 조회\" \"결제 취소하기\"",
      "  koelectra similarity --model MODEL --cross-encoder \\",
      "      --input sts-dev.tsv --column sentence1 --pair-column sentence2 --output 점수.tsv",
      "",
      "The score is the cosine of the texts' vectors, from -1 to 1; or, with --cross-encoder, what",
      "a model that reads both texts together gives, such as one fine-tuned on KorSTS.",
      "Long texts are truncated, and said to be, unless --long says otherwise."
    })
final class SimilarityCommand implements Callable<Integer> {
  @Mixin private TaskFlags flags;

  @Option(names = "--pair", paramLabel = "TEXT", description = "A second text to each text.")
  private Optional<String> pair = Optional.empty();

  @Option(
      names = "--pooling",
      paramLabel = "HOW",
      description = "mean, cls or max: what of the tokens' vectors makes one (default: mean).")
  private Optional<Pooling> pooling = Optional.empty();

  @Option(
      names = "--cross-encoder",
      description = "Let the model, a sequence classifier, read both texts together.")
  private boolean crossEncoder;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "The label whose score it is, if the cross-encoder has several.")
  private Optional<String> label = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (crossEncoder && pooling.isPresent()) {
      throw flags.usage("--pooling has no use with --cross-encoder, which makes no vectors");
    }
    if (!crossEncoder && label.isPresent()) {
      throw flags.usage("--label has no use without --cross-encoder");
    }
    TextNames texts = flags.input().pairs("text", "text_pair", pair);
    TaskRun<PairScore> run = flags.run(texts, new Format());
    InputOptions read = flags.reading(InputOptions.of(LongInput.TRUNCATE));
    Path directory = flags.directory();
    return crossEncoder ? together(run, directory, read) : apart(run, directory, read);
  }

  private int together(TaskRun<PairScore> run, Path directory, InputOptions read)
      throws IOException {
    CrossEncoder.Options options = CrossEncoder.Options.DEFAULT.withInputs(read);
    options = label.map(options::withLabel).orElse(options);
    try (CrossEncoder task = CrossEncoder.open(directory, options, flags.kernels())) {
      return over(run, directory, task.pipeline());
    }
  }

  private int apart(TaskRun<PairScore> run, Path directory, InputOptions read) throws IOException {
    SentenceEmbedding.Options options = SentenceEmbedding.Options.DEFAULT.withInputs(read);
    options = pooling.map(options::withPooling).orElse(options);
    try (Similarity task = Similarity.open(directory, options, flags.kernels())) {
      return over(run, directory, task.pipeline());
    }
  }

  private static int over(
      TaskRun<PairScore> run, Path directory, Pipeline<TextPair, PairScore> pipeline)
      throws IOException {
    return run.over(directory, pipeline, Row::texts);
  }

  /** The score. */
  private static final class Format implements TaskFormat<PairScore> {
    @Override
    public List<String> columns() {
      return List.of("score");
    }

    @Override
    public Map<String, Object> fields(Row row, PairScore result) {
      return Map.of("score", result.score());
    }

    @Override
    public String lines(Row row, String shown, PairScore result) {
      return String.format(Locale.ROOT, "%.4f  %s", result.score(), shown);
    }

    @Override
    public boolean truncated(PairScore result) {
      return result.truncated();
    }
  }
}
