package io.github.koelectra.cli;

import io.github.koelectra.core.SentenceEmbedding;
import io.github.koelectra.core.SentenceEmbedding.Embedding;
import io.github.koelectra.core.SentenceEmbedding.Options;
import io.github.koelectra.core.SentenceEmbedding.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes vectors of texts. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  koelectra embed --model MODEL --json \"환불은 어떻게 하나요?\"",
      "  koelectra embed --model MODEL --input 문서.txt --output 벡터.jsonl",
      "",
      "Take a model that was trained for similarity: what one that was only pretrained gives is",
      "of little use. Lines for people show the first numbers alone; --json has all of them.",
      "Long texts are truncated, and said to be, unless --long says otherwise."
    })
final class EmbedCommand implements Callable<Integer> {
  @Mixin private TaskFlags flags;

  @Option(
      names = "--pooling",
      paramLabel = "HOW",
      description = "mean, cls or max: what of the tokens' vectors makes one (default: mean).")
  private Pooling pooling = Pooling.MEAN;

  @Option(names = "--no-normalize", description = "Leave vectors as long as they are, not of 1.")
  private boolean asPooled;

  @Override
  public Integer call() throws IOException {
    Options options = Options.DEFAULT.withPooling(pooling);
    options = options.withInputs(flags.reading(options.inputs()));
    options = asPooled ? options.withoutNormalization() : options;
    TaskRun<Embedding> run = flags.run(flags.input().texts("text"), new Format());
    Path directory = flags.directory();
    try (SentenceEmbedding task = SentenceEmbedding.open(directory, options, flags.kernels())) {
      return run.over(directory, task.pipeline(), Row::text);
    }
  }

  /** The vector. */
  private static final class Format implements TaskFormat<Embedding> {
    private static final int SHOWN = 4;

    @Override
    public List<String> columns() {
      return List.of("embedding");
    }

    @Override
    public Map<String, Object> fields(Row row, Embedding result) {
      return Map.of("embedding", result.vector());
    }

    @Override
    public String lines(Row row, String shown, Embedding result) {
      StringBuilder line = new StringBuilder("[");
      float[] vector = result.vector();
      for (int i = 0; i < Math.min(SHOWN, vector.length); i++) {
        line.append(String.format(Locale.ROOT, "%s%.4f", i == 0 ? "" : ", ", vector[i]));
      }
      return line + ", … " + vector.length + " numbers]  " + shown;
    }

    @Override
    public boolean truncated(Embedding result) {
      return result.truncated();
    }
  }
}
