package io.github.koelectra.weights.hub;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A bundled model that the service loader finds in these tests. */
public final class TestBundle implements BundledModel {
  static final String NAME = "test-bundle";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String task() {
    return "nothing";
  }

  @Override
  public List<String> files() {
    return List.of("config.json", "vocab.txt");
  }

  @Override
  public InputStream open(String file) {
    return new ByteArrayInputStream(content(file));
  }

  static byte[] content(String file) {
    return ("what is in " + file).getBytes(StandardCharsets.UTF_8);
  }
}
