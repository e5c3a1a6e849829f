package io.github.koelectra.cli;

import io.github.koelectra.core.LongInput;
import io.github.koelectra.core.Redaction;
import io.github.koelectra.core.Redaction.Redacted;
import io.github.koelectra.core.TokenClassification;
import io.github.koelectra.core.TokenClassification.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replaces entities. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  koelectra redact --model MODEL --types PER \"홍길동은 제주도에 갔다\"",
      "  koelectra redact --model MODEL --style mask --mask \"○○○\" \"홍길동은 제주도에 갔다\"",
      "  head -c 32 /dev/urandom > KEY; koelectra redact --model MODEL --style pseudonym \\",
      "      --key-file KEY --input 상담.csv --column 내용 --output 결과.csv",
      "",
      "The texts themselves are not written, but columns beside them are, and what the model does",
      "not find stays. With the same key the same name has the same pseudonym; who has the key can",
      "try names. Long texts are read in windows."
    })
final class RedactCommand implements Callable<Integer> {
  private static final String USUAL_MASK = "***";
  private static final String USUAL_MASK_EACH = "*";

  @Mixin private TaskFlags flags;
  @Mixin private EntityFlags entities;

  @Option(
      names = "--style",
      paramLabel = "STYLE",
      description =
          "mark: [PER] (default); mask: the same for all; mask-each: a mask for each character;"
              + " pseudonym: the same for the same text.")
  private Style style = Style.MARK;

  @Option(
      names = "--mask",
      paramLabel = "MASK",
      description = "What masks look like (default: *** for all, or * for each character).")
  private Optional<String> mask = Optional.empty();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "The secret of pseudonyms: a file of at least 16 bytes, best 32 random ones.")
  private Optional<Path> keyFile = Optional.empty();

  /** What stands in place of an entity. */
  enum Style {
    MARK,
    MASK,
    MASK_EACH,
    PSEUDONYM
  }

  @Override
  public Integer call() throws IOException {
    Options options = options();
    TextNames texts = flags.input().texts("text");
    TaskRun<Redacted> run = flags.run(texts, new RedactedFormat(entities.unit()));
    Redaction redaction = redaction();
    Path directory = flags.directory();
    try (TokenClassification task = TokenClassification.open(directory, options, flags.kernels())) {
      entities.check(task);
      return run.over(directory, task.redacting(redaction), Row::text);
    }
  }

  /** Checks what has no use together. */
  private Options options() {
    if (entities.kind() == EntityKind.NONE) {
      throw entities.usage("--aggregation none: entities are replaced, not tokens");
    }
    if (mask.isPresent() && style != Style.MASK && style != Style.MASK_EACH) {
      throw entities.usage("--mask has no use without --style mask or mask-each");
    }
    if (keyFile.isPresent() != (style == Style.PSEUDONYM)) {
      throw entities.usage("--style pseudonym and --key-file need each other");
    }
    Options options = entities.options(flags);
    if (options.inputs().longInput() == LongInput.TRUNCATE) {
      throw entities.usage(
          "--long truncate: names behind the end would stay; take window or error");
    }
    return options;
  }

  private Redaction redaction() throws IOException {
    Redaction all =
        switch (style) {
          case MARK -> Redaction.mark();
          case MASK -> Redaction.mask(mask.orElse(USUAL_MASK));
          case MASK_EACH -> Redaction.maskEach(mask.orElse(USUAL_MASK_EACH));
          case PSEUDONYM -> pseudonyms(keyFile.orElseThrow());
        };
    return new Redaction(all.style(), entities.types());
  }

  private static Redaction pseudonyms(Path keyFile) throws IOException {
    try {
      return Redaction.pseudonym(Files.readAllBytes(keyFile));
    } catch (IllegalArgumentException e) {
      throw new IOException(keyFile + ": " + e.getMessage(), e);
    }
  }
}
