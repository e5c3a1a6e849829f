package io.github.koelectra.cli;

import io.github.koelectra.cli.html.AttentionPage;
import io.github.koelectra.cli.html.AttentionView;
import io.github.koelectra.cli.html.Subject;
import io.github.koelectra.core.KoElectra;
import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.Pretrained;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.json.Json;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what the tokens of a text attend to. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  koelectra attention --model MODEL --html attention.html \"나는 밥을 먹었다.\"",
      "  koelectra attention --model MODEL --layer 2 --head 0 --json \"나는 밥을 먹었다.\""
    })
final class AttentionCommand implements Callable<Integer> {
  /** A token of each text beside the special ones. */
  private static final int LEAST_LENGTH = 3;

  private static final int LEAST_LENGTH_OF_PAIR = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = ModelReference.LABEL,
      required = true,
      description = "A model's directory, or its NAME[@REVISION] on the hub, whatever its head.")
  private ModelReference model;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page with all layers and heads, for at most "
              + AttentionView.MOST_TOKENS
              + " tokens.")
  private Optional<Path> page = Optional.empty();

  @Option(
      names = "--json",
      description = "Print the probabilities of one layer and head as one JSON object.")
  private boolean json;

  @Option(
      names = "--layer",
      paramLabel = "L",
      description = "The layer, from 0 on, that is printed, or shown at first (default: 0).")
  private int layer;

  @Option(
      names = "--head",
      paramLabel = "H",
      description = "The head, from 0 on, that is printed, or shown at first (default: 0).")
  private int head;

  @Option(names = "--pair", paramLabel = "TEXT", description = "A second text.")
  private Optional<String> pair = Optional.empty();

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Cut to N tokens, special ones counted, the longer text first.")
  private Optional<Integer> maxLength = Optional.empty();

  @Parameters(paramLabel = TextInput.LABEL, description = "The text.")
  private String text;

  @Mixin private KernelOptions kernels;
  @Mixin private HubModels hub;

  @Override
  public Integer call() throws IOException {
    int least = pair.isPresent() ? LEAST_LENGTH_OF_PAIR : LEAST_LENGTH;
    require(
        maxLength.isEmpty() || maxLength.get() >= least,
        () -> "--max-length must be at least " + least + ", not " + maxLength.orElseThrow());
    require(page.isPresent() || json, () -> "give --html FILE for a page, or --json");
    Path directory = hub.directory(model);
    try (KoElectra<TaskModel> koElectra =
        KoElectra.open(directory, AttentionCommand::load, kernels.kernels())) {
      ElectraConfig config = koElectra.model().config();
      checkWithin("--layer", layer, config.numHiddenLayers(), "layers");
      checkWithin("--head", head, config.numAttentionHeads(), "heads");
      Encoding encoding = encode(koElectra);
      AttentionProbs probs = AttentionProbs.of(koElectra, encoding);
      if (page.isPresent()) {
        Subject subject = new Subject(model.toString(), List.of(directory));
        AttentionPage.write(page.get(), subject, view(encoding, probs), layer, head);
      }
      if (json) {
        spec.commandLine().getOut().println(json(encoding, probs));
      }
    }
    return 0;
  }

  /** With whatever head is there: that tensors are not used would be a note nobody needs. */
  private static TaskModel load(Path directory, Kernels kernels) throws IOException {
    Set<String> tensors = Pretrained.tensorNames(directory);
    return Head.servedBy(tensors).stream().findFirst().orElse(Head.NONE).load(directory, kernels);
  }

  private void require(boolean met, Supplier<String> otherwise) {
    if (!met) {
      throw new ParameterException(spec.commandLine(), otherwise.get());
    }
  }

  private void checkWithin(String option, int index, int size, String what) {
    require(
        0 <= index && index < size,
        () ->
            option
                + " must be between 0 and "
                + (size - 1)
                + ", for the model has "
                + size
                + " "
                + what
                + ", not "
                + index);
  }

  private Encoding encode(KoElectra<TaskModel> koElectra) {
    int positions = koElectra.model().config().maxPositionEmbeddings();
    int limit = page.isPresent() ? Math.min(positions, AttentionView.MOST_TOKENS) : positions;
    int length = Math.min(maxLength.orElse(Integer.MAX_VALUE), limit);
    EncodeOptions cut = EncodeOptions.DEFAULT.withTruncation(length, Truncation.LONGEST_FIRST);
    EncodeOptions options = maxLength.isPresent() ? cut : EncodeOptions.DEFAULT;
    Encoding encoding =
        pair.isPresent()
            ? koElectra.tokenizer().encode(text, pair.get(), options)
            : koElectra.tokenizer().encode(text, options);
    if (encoding.size() > limit) {
      String who = limit < positions ? "a page shows" : "the model takes";
      throw new IllegalArgumentException(
          "the text has "
              + encoding.size()
              + " tokens, but "
              + who
              + " at most "
              + limit
              + "; shorten it, or have it cut by a maximum length (--max-length "
              + limit
              + ")");
    }
    return encoding;
  }

  private static AttentionView view(Encoding encoding, AttentionProbs probs) {
    int pairBegin = 0;
    while (pairBegin < encoding.size() && encoding.typeIds()[pairBegin] == 0) {
      pairBegin++;
    }
    return new AttentionView(
        encoding.tokens(), pairBegin, probs.heads(), probs.layers(), encoding.truncated());
  }

  private String json(Encoding encoding, AttentionProbs probs) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("tokens", encoding.tokens());
    object.put("type_ids", encoding.typeIds());
    object.put("layer", layer);
    object.put("head", head);
    object.put("attention", probs.rows(layer, head));
    if (encoding.truncated()) {
      object.put("truncated", true);
    }
    return Json.write(object);
  }
}
