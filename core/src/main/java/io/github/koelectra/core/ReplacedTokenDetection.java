package io.github.koelectra.core;

import io.github.koelectra.electra.ElectraForPreTraining;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the tokens of a text that do not seem to belong there, with a discriminator: what ELECTRA
 * is pretrained to do.
 *
 * <pre>{@code
 * String name = "monologg/koelectra-base-v3-discriminator"; // or a directory
 * try (ReplacedTokenDetection detection = ReplacedTokenDetection.fromPretrained(name)) {
 *   detection.detect("나는 방금 전에 밥을 먹었다.").tokens().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Safe to share between threads.
 */
public final class ReplacedTokenDetection implements AutoCloseable {
  private static final double THRESHOLD = 0.5;

  private final KoElectra<ElectraForPreTraining> koElectra;

  private ReplacedTokenDetection(KoElectra<ElectraForPreTraining> koElectra) {
    this.koElectra = koElectra;
  }

  /**
   * One token of a text.
   *
   * @param text the token as the vocabulary spells it
   * @param id its id
   * @param begin where its source begins in the text, in chars
   * @param end where its source ends
   * @param score the probability of having been replaced: the sigmoid of its logit
   */
  public record DetectedToken(String text, int id, int begin, int end, double score) {
    /** Whether it more likely was replaced than not. */
    public boolean replaced() {
      return score > THRESHOLD;
    }
  }

  /**
   * What was found in a text.
   *
   * @param text the text
   * @param tokens its tokens, special ones left out
   * @param truncated whether the end of the text was not looked at
   */
  public record Detection(String text, List<DetectedToken> tokens, boolean truncated) {
    /** Copies the tokens. */
    public Detection {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * Opens a discriminator, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static ReplacedTokenDetection fromPretrained(String nameOrDirectory) throws IOException {
    return open(ModelDirectory.find(nameOrDirectory));
  }

  /**
   * Opens a discriminator's directory with the fastest kernels of this JVM.
   *
   * @throws IOException if a file is missing or malformed
   */
  public static ReplacedTokenDetection open(Path directory) throws IOException {
    return open(directory, Kernels.best());
  }

  /** Opens a discriminator's directory with the given kernels. */
  public static ReplacedTokenDetection open(Path directory, Kernels kernels) throws IOException {
    return new ReplacedTokenDetection(
        KoElectra.open(directory, ElectraForPreTraining::fromPretrained, kernels));
  }

  /**
   * Looks at a text.
   *
   * @throws IllegalArgumentException if it has more tokens than the model takes
   */
  public Detection detect(String text) {
    return detect(text, koElectra.encode(text));
  }

  /** Looks at the first {@code maxLength} tokens of a text, special ones counted. */
  public Detection detect(String text, int maxLength) {
    return detect(text, koElectra.encode(text, maxLength));
  }

  private Detection detect(String text, Encoding encoding) {
    Tensor logits = koElectra.run(encoding); // [tokens, 1]
    List<DetectedToken> tokens = new ArrayList<>();
    for (int i = 0; i < encoding.size(); i++) {
      if (!encoding.isSpecial(i)) {
        double score = 1 / (1 + Math.exp(-logits.get(i, 0)));
        tokens.add(
            new DetectedToken(
                encoding.token(i), encoding.id(i), encoding.begin(i), encoding.end(i), score));
      }
    }
    return new Detection(text, tokens, encoding.truncated());
  }

  /** Gives back the model's files. */
  @Override
  public void close() {
    koElectra.close();
  }
}
