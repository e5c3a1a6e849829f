package io.github.koelectra.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A tensor's name in a file and what transformers' PyTorch models call it, but for prefixes.
 *
 * @param stored the name in the file
 * @param name the name in a model
 * @param transposed whether the file holds it as [inputs, outputs], as TensorFlow does
 */
record StoredName(String stored, String name, boolean transposed) {
  /** How the variables of these models are called by TensorFlow; other paths are left alone. */
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(kernel|gamma|beta|(output_)?bias|(output_)?weights?|(\\w+_)?embeddings)(:\\d+)?");

  private static final Pattern OUTPUT_NUMBER = Pattern.compile(":\\d+$");
  private static final Pattern LAYER = Pattern.compile("layer_\\d+");

  static StoredName of(String stored) {
    int scope = stored.lastIndexOf('/');
    boolean known = scope >= 0 && VARIABLE.matcher(stored.substring(scope + 1)).matches();
    return known ? ofTensorFlow(stored) : ofPyTorch(stored);
  }

  StoredName renamed(String other) {
    return new StoredName(stored, other, transposed);
  }

  /** PyTorch's names are the model's, but for LayerNorms of old versions. */
  private static StoredName ofPyTorch(String stored) {
    String name = stored;
    if (stored.endsWith("LayerNorm.gamma")) {
      name = stored.substring(0, stored.length() - "gamma".length()) + "weight";
    } else if (stored.endsWith("LayerNorm.beta")) {
      name = stored.substring(0, stored.length() - "beta".length()) + "bias";
    }
    return new StoredName(stored, name, false);
  }

  /** Paths of scopes, as in Google's code for ELECTRA and BERT and in transformers' for Keras. */
  private static StoredName ofTensorFlow(String stored) {
    List<String> scopes = scopes(OUTPUT_NUMBER.matcher(stored).replaceFirst(""));
    if (scopes.size() > 1 && scopes.getFirst().startsWith("tf_")) {
      scopes.removeFirst(); // Keras puts the class of the model before all.
    }
    String variable = scopes.removeLast();
    String scope = String.join(".", scopes);
    scope =
        scope.equals("discriminator_predictions.dense_1")
            ? "discriminator_predictions.dense_prediction"
            : scope;
    boolean transposed = variable.equals("kernel");
    return new StoredName(stored, whole(scope, variable), transposed);
  }

  private static String whole(String scope, String variable) {
    if (scope.equals("generator_predictions") && variable.equals("output_bias")) {
      return "generator_lm_head.bias";
    }
    String before = scope.isEmpty() ? "" : scope + ".";
    return switch (variable) {
      case "kernel", "gamma", "output_weights" -> before + "weight";
      case "beta", "output_bias" -> before + "bias";
      // Keras has a layer of that name with one variable, Google's code a variable.
      case "embeddings" -> before + (scope.endsWith("_embeddings") ? "weight" : variable);
      default -> before + variable + (variable.endsWith("_embeddings") ? ".weight" : "");
    };
  }

  /** Keras writes {@code a___b} for b and {@code a_._0} for a/0, Google's code {@code a_0}. */
  private static List<String> scopes(String path) {
    List<String> scopes = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      String scope = part.substring(part.lastIndexOf("___") < 0 ? 0 : part.lastIndexOf("___") + 3);
      if (LAYER.matcher(scope).matches()) {
        scope = scope.replace("layer_", "layer.");
      }
      scopes.add(scope.replace("_._", "."));
    }
    return scopes;
  }
}
