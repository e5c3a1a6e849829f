package io.github.koelectra.cli;

import io.github.koelectra.cli.html.NerPage;
import io.github.koelectra.core.TokenClassification;
import io.github.koelectra.core.TokenClassification.Entities;
import io.github.koelectra.core.TokenClassification.TaggedTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds entities. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  koelectra ner --model MODEL \"홍길동은 어제 제주도에 갔다\"",
      "  koelectra ner --model MODEL --types PER,LOC --json \"홍길동은 제주도에 갔다\"",
      "  koelectra ner --model MODEL --input 기사.jsonl --field 본문 --output 결과.jsonl",
      "  koelectra ner --model MODEL --input 기사.txt --html 기사.html",
      "",
      "Long texts are read in windows unless --long says otherwise."
    })
final class NerCommand implements Callable<Integer> {
  @Mixin private TaskFlags flags;
  @Mixin private EntityFlags entities;
  @Mixin private PageFlags page;

  @Override
  public Integer call() throws IOException {
    boolean tokens = entities.kind() == EntityKind.NONE;
    if (tokens && !entities.types().isEmpty()) {
      throw entities.usage("--types has no use with --aggregation none: tokens have labels");
    }
    if (tokens && page.wanted()) {
      throw entities.usage("--html has no use with --aggregation none: it shows entities");
    }
    TextNames texts = flags.input().texts("text");
    return tokens ? tokens(texts) : entities(texts);
  }

  private int entities(TextNames texts) throws IOException {
    EntityFormat format = new EntityFormat(entities.unit(), entities.types());
    TaskRun<Entities> run =
        flags
            .run(texts, format)
            .showing(
                page, (file, subject) -> new EntityPicture(NerPage.create(file, subject), format));
    Path directory = flags.directory();
    try (TokenClassification task = open(directory)) {
      entities.check(task);
      return run.over(directory, task.pipeline(), Row::text);
    }
  }

  private int tokens(TextNames texts) throws IOException {
    TaskRun<TaggedTokens> run = flags.run(texts, new TokenFormat(entities.unit()));
    Path directory = flags.directory();
    try (TokenClassification task = open(directory)) {
      return run.over(directory, task.tagging(), Row::text);
    }
  }

  private TokenClassification open(Path directory) throws IOException {
    return TokenClassification.open(directory, entities.options(flags), flags.kernels());
  }
}
