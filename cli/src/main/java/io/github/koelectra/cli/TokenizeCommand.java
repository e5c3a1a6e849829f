package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the tokens of texts. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  koelectra tokenize --vocab vocab.txt --json \"한국어 ELECTRA를 공유합니다.\""
    })
final class TokenizeCommand implements Callable<Integer> {
  /** The special tokens alone. */
  private static final int LEAST_LENGTH = 2;

  private static final int LEAST_LENGTH_OF_PAIR = 3;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(names = "--pair", paramLabel = "TEXT", description = "A second text to each text.")
  private Optional<String> pair = Optional.empty();

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Cut to N tokens, special ones counted, the longer text first.")
  private Optional<Integer> maxLength = Optional.empty();

  @Option(names = "--json", description = "One JSON object a line; offsets are code points.")
  private boolean json;

  @Mixin private HubModels hub;
  @Mixin private TextInput texts;

  /** Where the tokenizer comes from. */
  private static final class Source {
    @Option(names = "--vocab", paramLabel = "FILE", description = "A vocab.txt or tokenizer.json.")
    private Optional<Path> vocab = Optional.empty();

    @Option(
        names = "--model",
        paramLabel = ModelReference.LABEL,
        description = "A model's directory, or its NAME[@REVISION] on the hub.")
    private Optional<ModelReference> model = Optional.empty();

    Path path(HubModels hub) throws IOException {
      return model.isPresent() ? hub.directory(model.get()) : vocab.orElseThrow();
    }
  }

  @Override
  public Integer call() throws IOException {
    int least = pair.isPresent() ? LEAST_LENGTH_OF_PAIR : LEAST_LENGTH;
    if (maxLength.isPresent() && maxLength.get() < least) {
      throw new ParameterException(
          spec.commandLine(),
          "--max-length must be at least " + least + ", not " + maxLength.get());
    }
    ElectraTokenizer tokenizer = ElectraTokenizer.fromPretrained(source.path(hub));
    EncodeOptions options =
        maxLength.isPresent()
            ? EncodeOptions.DEFAULT.withTruncation(maxLength.get(), Truncation.LONGEST_FIRST)
            : EncodeOptions.DEFAULT;
    texts.answer(
        text -> {
          Encoding encoding =
              pair.isPresent()
                  ? tokenizer.encode(text, pair.get(), options)
                  : tokenizer.encode(text, options);
          return json ? json(encoding) : String.join(" ", encoding.tokens());
        });
    return 0;
  }

  private static String json(Encoding encoding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("tokens", encoding.tokens());
    object.put("ids", encoding.ids());
    object.put("type_ids", encoding.typeIds());
    object.put("offsets", List.of(encoding.codePointOffsets()));
    return Json.write(object);
  }
}
