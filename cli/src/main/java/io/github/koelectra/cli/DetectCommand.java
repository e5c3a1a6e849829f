package io.github.koelectra.cli;

import io.github.koelectra.core.InputOptions;
import io.github.koelectra.core.LongInput;
import io.github.koelectra.core.ReplacedTokenDetection;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedToken;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import io.github.koelectra.json.Json;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Marks the words that do not seem to belong. */
@Command(
    name = "detect",
    description = "Marks the words of texts that do not seem to belong there.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  koelectra detect --model MODEL \"나는 방금 전에 밥을 먹었다.\""})
final class DetectCommand implements Callable<Integer> {
  private static final int LEAST_LENGTH = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = ModelReference.LABEL,
      required = true,
      description = "A discriminator's directory, or its NAME[@REVISION] on the hub.")
  private ModelReference model;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Look at the first N tokens only, special ones counted.")
  private Optional<Integer> maxLength = Optional.empty();

  @Option(names = "--json", description = "One JSON object a line; offsets are code points.")
  private boolean json;

  @Mixin private KernelOptions kernels;
  @Mixin private HubModels hub;
  @Mixin private TextInput texts;

  @Override
  public Integer call() throws IOException {
    if (maxLength.isPresent() && maxLength.get() < LEAST_LENGTH) {
      throw new ParameterException(
          spec.commandLine(),
          "--max-length must be at least " + LEAST_LENGTH + ", not " + maxLength.get());
    }
    InputOptions read = InputOptions.of(LongInput.ERROR);
    if (maxLength.isPresent()) {
      read = InputOptions.of(LongInput.TRUNCATE).withMaxLength(maxLength.get());
    }
    Kernels computing = kernels.kernels();
    try (ReplacedTokenDetection detection =
        ReplacedTokenDetection.open(
            hub.directory(model),
            ReplacedTokenDetection.Options.DEFAULT.withInputs(read),
            computing)) {
      boolean colour = Ansi.AUTO.enabled();
      texts.answer(
          text -> {
            Detection found = detection.detect(text);
            return json ? json(found) : new MarkedText(found, colour).toString();
          });
    }
    return 0;
  }

  private static String json(Detection detection) {
    List<Object> tokens = new ArrayList<>();
    String text = detection.text();
    for (DetectedToken token : detection.tokens()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("token", token.text());
      object.put("id", token.id());
      object.put("start", text.codePointCount(0, token.begin()));
      object.put("end", text.codePointCount(0, token.end()));
      object.put("score", token.score());
      object.put("replaced", token.replaced());
      tokens.add(object);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("text", text);
    object.put("tokens", tokens);
    if (detection.truncated()) {
      object.put("truncated", true);
    }
    return Json.write(object);
  }
}
