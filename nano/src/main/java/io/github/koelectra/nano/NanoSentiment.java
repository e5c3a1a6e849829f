package io.github.koelectra.nano;

import io.github.koelectra.weights.hub.BundledModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Whether a review of a film is good or bad: fine-tuned from {@link Nano}, whose vocabulary it has.
 *
 * <pre>{@code
 * try (TextClassification sentiment = TextClassification.fromPretrained(NanoSentiment.NAME)) {
 *   System.out.println(sentiment.classify("이 영화 정말 재미있어요").label());
 * }
 * }</pre>
 */
public final class NanoSentiment implements BundledModel {
  /** What it is opened by. */
  public static final String NAME = "koelectra-nano-sentiment";

  private static final List<String> FILES =
      List.of("config.json", "model.safetensors", "tokenizer_config.json", Resources.VOCABULARY);

  /** For the service loader; people use {@link #NAME}. */
  public NanoSentiment() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String task() {
    return "sentiment";
  }

  @Override
  public List<String> files() {
    return FILES;
  }

  @Override
  public InputStream open(String file) throws IOException {
    // The vocabulary is in the jar once.
    return Resources.open(file.equals(Resources.VOCABULARY) ? Nano.NAME : NAME, file);
  }
}
