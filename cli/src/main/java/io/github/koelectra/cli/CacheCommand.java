package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.weights.hub.HubCache;
import io.github.koelectra.weights.hub.HubCache.Revision;
import io.github.koelectra.weights.hub.ModelName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and clears the cache. */
@Command(
    mixinStandardHelpOptions = true,
    subcommands = {CacheCommand.ListCommand.class, CacheCommand.RemoveCommand.class},
    footer = {
      "",
      "Examples:",
      "  koelectra cache list",
      "  koelectra cache remove monologg/koelectra-base-generator"
    })
final class CacheCommand implements Runnable {
  private static final double MEGA = 1e6;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed: list or remove");
  }

  private static HubCache cache(HubModels hub, Optional<Path> given) throws IOException {
    return new HubCache(given.isPresent() ? given.get() : hub.settings().cache());
  }

  /** Shows what is there. */
  @Command(
      name = "list",
      description = "Lists the models of the cache, their sizes and revisions.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  koelectra cache list --json"})
  static final class ListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--cache-dir", paramLabel = "DIR", description = "Look at this cache.")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--json", description = "One JSON array.")
    private boolean json;

    @Mixin private HubModels hub;

    @Override
    public Integer call() throws IOException {
      List<HubCache.Model> models = cache(hub, directory).list();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.write(models.stream().map(ListCommand::object).toList()));
      } else {
        models.forEach(m -> print(m, out));
      }
      return 0;
    }

    private static Map<String, Object> object(HubCache.Model model) {
      List<Object> revisions = new ArrayList<>();
      for (Revision revision : model.revisions()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("commit", revision.commit());
        object.put("refs", revision.refs());
        object.put("path", revision.directory().toString());
        revisions.add(object);
      }
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", model.name());
      object.put("bytes", model.bytes());
      object.put("revisions", revisions);
      return object;
    }

    private static void print(HubCache.Model model, PrintWriter out) {
      out.println(String.format(Locale.ROOT, "%-48s %8.1f MB", model.name(), model.bytes() / MEGA));
      for (Revision revision : model.revisions()) {
        String refs = String.join(", ", revision.refs());
        out.println(("  " + revision.commit() + "  " + refs).stripTrailing());
      }
    }
  }

  /** Makes room. */
  @Command(
      name = "remove",
      description = "Removes models from the cache, or one revision of a model.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  koelectra cache remove monologg/koelectra-base-generator"})
  static final class RemoveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "NAME",
        arity = "1..*",
        description = "A model with all its revisions, or NAME@REVISION.")
    private List<String> names;

    @Option(names = "--cache-dir", paramLabel = "DIR", description = "Remove from this cache.")
    private Optional<Path> directory = Optional.empty();

    @Mixin private HubModels hub;

    @Override
    public Integer call() throws IOException {
      HubCache cache = cache(hub, directory);
      for (String word : names) {
        ModelName name = ModelName.parse(word);
        long freed = word.contains("@") ? cache.remove(name) : cache.remove(name.repository());
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%s: %.1f MB freed", word, freed / MEGA));
      }
      return 0;
    }
  }
}
