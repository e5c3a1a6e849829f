package io.github.koelectra.testkit;

import io.github.koelectra.testkit.BadFile.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the list of malformed files. */
final class BadManifest {
  private BadManifest() {}

  static List<BadFile> read(Path manifest) throws IOException {
    List<BadFile> files = new ArrayList<>();
    try (JsonParser parser =
        new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(manifest))) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        files.add(entry(manifest.getParent(), parser));
      }
    }
    return files;
  }

  private static BadFile entry(Path folder, JsonParser parser) {
    Map<String, String> texts = new LinkedHashMap<>();
    Optional<Map<String, List<Double>>> tensors = Optional.empty();
    Optional<List<String>> tokens = Optional.empty();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      switch (parser.nextToken()) {
        case START_OBJECT -> tensors = Optional.of(tensors(parser));
        case START_ARRAY -> tokens = Optional.of(tokens(parser));
        default -> texts.put(name, parser.getValueAsString(""));
      }
    }
    return new BadFile(
        folder.resolve(texts.get("path")),
        texts.get("kind"),
        texts.get("what"),
        Expectation.valueOf(texts.get("expect").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(texts.get("error")),
        Optional.ofNullable(texts.get("tensor")),
        tensors,
        tokens);
  }

  private static Map<String, List<Double>> tensors(JsonParser parser) {
    Map<String, List<Double>> tensors = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      List<Double> values = new ArrayList<>();
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(parser.getDoubleValue());
      }
      tensors.put(name, values);
    }
    return tensors;
  }

  private static List<String> tokens(JsonParser parser) {
    List<String> tokens = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      tokens.add(parser.getString());
    }
    return tokens;
  }
}
