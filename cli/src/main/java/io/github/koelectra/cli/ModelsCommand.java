package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.weights.hub.HubCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Names models there are. */
@Command(
    name = "models",
    description = "Lists the KoELECTRA models of the hub, and which are in the cache.",
    mixinStandardHelpOptions = true,
    footer = {"", "Sizes are those of float32 weights.", "", "Example:", "  koelectra models"})
final class ModelsCommand implements Callable<Integer> {
  private static final double MEGA = 1e6;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Mixin private HubModels hub;

  @Override
  public Integer call() throws IOException {
    Set<String> cached =
        new HubCache(hub.settings().cache())
            .list().stream().map(HubCache.Model::name).collect(Collectors.toSet());
    List<KnownModel> models = KnownModel.all();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(models.stream().map(m -> object(m, cached)).toList()));
    } else {
      models.forEach(m -> out.println(line(m, cached)));
    }
    return 0;
  }

  private static Map<String, Object> object(KnownModel model, Set<String> cached) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", model.name());
    object.put("task", model.task());
    object.put("megabytes", Math.round(model.bytes() / MEGA));
    object.put("cached", cached.contains(model.name()));
    return object;
  }

  private static String line(KnownModel model, Set<String> cached) {
    return String.format(
            Locale.ROOT,
            "%-48s %-14s %4d MB  %s",
            model.name(),
            model.task(),
            Math.round(model.bytes() / MEGA),
            cached.contains(model.name()) ? "cached" : "")
        .stripTrailing();
  }
}
