package io.github.koelectra.nano;

import io.github.koelectra.weights.hub.BundledModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A discriminator and its generator, which share their embeddings, in one directory: for replaced
 * tokens, masked words, embeddings, and to be fine-tuned.
 *
 * <pre>{@code
 * try (FillMask fillMask = FillMask.fromPretrained(Nano.NAME)) {
 *   System.out.println(fillMask.fill("정말 [MASK] 영화예요."));
 * }
 * }</pre>
 */
public final class Nano implements BundledModel {
  /** What it is opened by. */
  public static final String NAME = "koelectra-nano";

  /**
   * From which score on a token is worth a look. Few words that were replaced have a score above a
   * half: a small discriminator is seldom certain.
   */
  public static final double THRESHOLD = 0.25;

  /** The generator is described beside the discriminator. */
  private static final List<String> FILES =
      List.of(
          "config.json",
          "generator_config.json",
          "model.safetensors",
          "tokenizer_config.json",
          Resources.VOCABULARY);

  /** For the service loader; people use {@link #NAME}. */
  public Nano() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String task() {
    return "both";
  }

  @Override
  public List<String> files() {
    return FILES;
  }

  @Override
  public InputStream open(String file) throws IOException {
    return Resources.open(NAME, file);
  }
}
