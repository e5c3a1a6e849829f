package io.github.koelectra.cli;

import io.github.koelectra.weights.hub.FilePatterns;
import io.github.koelectra.weights.hub.HubClient;
import io.github.koelectra.weights.hub.HubSettings;
import io.github.koelectra.weights.hub.ModelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a model from the hub, for later. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Files go to Hugging Face's cache, where its own programs find them too. The",
      "variables HF_HOME, HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE and others are",
      "honoured. In a GLOB, * stands for anything, slashes too.",
      "",
      "Examples:",
      "  koelectra download monologg/koelectra-base-v3-discriminator",
      "  koelectra download monologg/koelectra-small-v3-discriminator --include \"*.txt\"",
      "  koelectra download monologg/koelectra-base-generator --local-dir DIR"
    })
final class DownloadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A model's name on the hub, or NAME@REVISION.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FILE",
      description = "These files only.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description = "A branch, tag or commit (default: main).")
  private Optional<String> revision = Optional.empty();

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Matching files only; repeatable.")
  private List<String> include = new ArrayList<>();

  @Option(names = "--exclude", paramLabel = "GLOB", description = "No matching files; repeatable.")
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--local-dir",
      paramLabel = "DIR",
      description = "Put plain files here instead of into the cache.")
  private Optional<Path> localDirectory = Optional.empty();

  @Option(names = "--cache-dir", paramLabel = "DIR", description = "Use this cache.")
  private Optional<Path> cacheDirectory = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "For private and gated models (default: HF_TOKEN, or that of 'hf auth login').")
  private Optional<String> token = Optional.empty();

  @Option(names = "--quiet", description = "No progress bars.")
  private boolean quiet;

  @Mixin private HubModels hub;

  @Override
  public Integer call() throws IOException {
    checkOptions();
    ModelName model =
        revision.isPresent() ? ModelName.of(name, revision.get()) : ModelName.parse(name);
    FilePatterns patterns = new FilePatterns(files.isEmpty() ? include : files, exclude);
    Path where;
    try (HubClient client = new HubClient(settings(), hub.listener(quiet))) {
      if (localDirectory.isPresent()) {
        where = localDirectory.get();
        client.copy(model, patterns, where);
      } else {
        where = client.snapshot(model, patterns);
      }
    }
    spec.commandLine().getOut().println(where.toAbsolutePath());
    return 0;
  }

  private void checkOptions() {
    if (revision.isPresent() && name.contains("@")) {
      throw new ParameterException(
          spec.commandLine(), "give the revision once: in NAME@REVISION or with --revision");
    }
    if (localDirectory.isPresent() && cacheDirectory.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--local-dir and --cache-dir are mutually exclusive");
    }
    if (!files.isEmpty() && !include.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "files and --include are mutually exclusive");
    }
  }

  private HubSettings settings() throws IOException {
    HubSettings settings = hub.settings();
    if (cacheDirectory.isPresent()) {
      settings = settings.withCache(cacheDirectory.get());
    }
    return token.isPresent() ? settings.withToken(token.get()) : settings;
  }
}
