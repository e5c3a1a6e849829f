package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.weights.hub.BundledModel;
import io.github.koelectra.weights.hub.BundledModels;
import io.github.koelectra.weights.hub.HubCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
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
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Sizes are those of float32 weights; of a model that is bundled, of all its files.",
      "",
      "Example:",
      "  koelectra models"
    })
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
    List<Listed> all = new ArrayList<>();
    for (BundledModel model : BundledModels.all()) {
      all.add(new Listed(model.name(), model.task(), bytes(model), "bundled"));
    }
    for (KnownModel model : models) {
      String where = cached.contains(model.name()) ? "cached" : "";
      all.add(new Listed(model.name(), model.task(), model.bytes(), where));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(all.stream().map(Listed::object).toList()));
    } else {
      all.forEach(model -> out.println(model.line()));
    }
    return 0;
  }

  private static long bytes(BundledModel model) throws IOException {
    long bytes = 0;
    for (String file : model.files()) {
      try (InputStream content = model.open(file)) {
        bytes += content.transferTo(OutputStream.nullOutputStream());
      }
    }
    return bytes;
  }

  /** A model as it is listed; {@code where} says where it is already. */
  private record Listed(String name, String task, long bytes, String where) {
    Map<String, Object> object() {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", name);
      object.put("task", task);
      object.put("megabytes", Math.round(bytes / MEGA));
      object.put("bundled", where.equals("bundled"));
      object.put("cached", where.equals("cached"));
      return object;
    }

    String line() {
      return String.format(
              Locale.ROOT, "%-48s %-14s %4d MB  %s", name, task, Math.round(bytes / MEGA), where)
          .stripTrailing();
    }
  }
}
