package io.github.koelectra.train.run;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The factor of a parameter's learning rate by its depth, as google-research/electra computes it
 * for fine-tuning: {@code decay^(n + 2 - depth)} for n layers, where embeddings have depth 0, layer
 * i has i + 1 and the head n + 2. (The last layer thus has the square of the decay: the source
 * leaves a gap.)
 */
record LayerDecay(double decay, int layers) {
  private static final Pattern LAYER =
      Pattern.compile("(?:^|\\.)encoder\\.layer\\.([0-9]{1,4})\\.");
  private static final Pattern EMBEDDINGS = Pattern.compile("(?:^|\\.)embeddings(?:_project)?\\.");

  /** For a model with parameters of these names. */
  static LayerDecay of(double decay, List<String> names) {
    int layers = names.stream().mapToInt(name -> layer(name).orElse(-1) + 1).max().orElse(0);
    return new LayerDecay(decay, layers);
  }

  private static OptionalInt layer(String name) {
    Matcher layer = LAYER.matcher(name);
    return layer.find() ? OptionalInt.of(Integer.parseInt(layer.group(1))) : OptionalInt.empty();
  }

  /** What the rate of the parameter {@code name} is multiplied with. */
  double factor(String name) {
    return Math.pow(decay, layers + 2 - depth(name));
  }

  private int depth(String name) {
    OptionalInt layer = layer(name);
    if (layer.isPresent()) {
      return layer.getAsInt() + 1;
    }
    return EMBEDDINGS.matcher(name).find() ? 0 : layers + 2;
  }
}
