package io.github.koelectra.bench.report;

import io.github.koelectra.bench.peers.Peers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of {@code docs/benchmarks.md}: prose from a template, in which each {@code {{name}}} is
 * replaced with what was measured.
 */
final class Document {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final Map<String, String> parts = new LinkedHashMap<>();

  /** Puts the figures of all sections together. */
  Document(Results all, String measured) {
    Results results = all.against(Peers.ALL);
    JvmTables jvms = new JvmTables(all);
    KernelTables kernels = new KernelTables(results);
    ModelTables models = new ModelTables(results);
    parts.put("measured", measured);
    parts.put("bars", new Bars(all).table());
    parts.put("classes", jvms.classes());
    parts.put("jvm-kernels", jvms.kernels());
    parts.put("jvm-models", jvms.models());
    parts.put("start", models.start());
    parts.put("training", models.training());
    parts.put("products", kernels.products());
    parts.put("streaming", kernels.streaming());
    parts.put(
        "rooms", new KernelTables(all.in(new Jvm(all.machine().bits(), Collector.G1))).rooms());
    parts.put("latency-one", models.latency("1"));
    parts.put("latency-all", models.latency("all"));
    parts.put("mixed", models.mixed());
    parts.put("scaling", models.scaling());
    parts.put("agreement", models.agreement());
    parts.put("loading", models.loading());
    parts.put("cold-start", models.coldStart());
    parts.put("tokenizer", models.tokenizer());
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, fill(template()));
  }

  private static String template() throws IOException {
    try (InputStream in = Document.class.getResourceAsStream("benchmarks.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The text with every place filled. */
  String fill(String text) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> {
              String part = parts.get(place.group(1));
              if (part == null) {
                throw new IllegalStateException("nothing is called " + place.group(1));
              }
              return Matcher.quoteReplacement(part);
            });
  }
}
