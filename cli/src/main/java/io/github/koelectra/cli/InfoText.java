package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of a model, for people. */
record InfoText(Map<String, Object> found) {
  void print(PrintWriter out) {
    if (found.get("config") instanceof JsonObject config) {
      out.println("config");
      config.members().forEach((name, value) -> out.println("  " + name + " " + Json.write(value)));
    }
    if (found.get("vocabulary") instanceof Map<?, ?> vocabulary) {
      out.println("vocabulary  " + vocabulary.get("size") + " tokens");
    }
    if (found.get("tensors") instanceof List<?> tensors) {
      out.println(
          String.format(
              Locale.ROOT,
              "weights     %,d parameters in %d tensors, %s",
              (long) found.get("parameters"),
              tensors.size(),
              found.get("dtypes")));
      out.println("heads       " + found.get("heads"));
      for (Object tensor : tensors) {
        Map<?, ?> fields = (Map<?, ?>) tensor;
        out.println(
            "  " + fields.get("name") + "  " + fields.get("dtype") + " " + fields.get("shape"));
      }
    }
    if (found.get("kernels") instanceof String kernels) {
      out.println("kernels     " + kernels);
    }
  }
}
