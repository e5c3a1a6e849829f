package io.github.koelectra.electra;

import io.github.koelectra.tensor.kernel.Activation;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * ELECTRA and BERT once more, in double and as plainly as the papers say it: no batch, no packing,
 * no kernel. What the engine computes is compared with this where there is no golden.
 */
final class PlainModel {
  private final ElectraConfig config;
  private final Function<String, double[]> weights;
  private final String encoder;
  private final double[][][][] attentionProbs; // [layer][head][query][key]

  /** The model whose encoder's weights have names that begin with {@code encoder}. */
  PlainModel(ElectraConfig config, Function<String, double[]> weights, String encoder) {
    this.config = config;
    this.weights = weights;
    this.encoder = encoder;
    this.attentionProbs = new double[config.numHiddenLayers()][][][];
  }

  /** The states after the embeddings and after each layer: [layers + 1][tokens][hidden]. */
  double[][][] hiddenStates(int[] ids, int[] types, boolean[] masked) {
    double[][][] all = new double[config.numHiddenLayers() + 1][][];
    double[][] states = layerNorm(encoder + "embeddings.LayerNorm", embeddings(ids, types));
    all[0] =
        config.embeddingSize() == config.hiddenSize()
            ? states
            : linear(encoder + "embeddings_project", states);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = encoder + "encoder.layer." + i + ".";
      double[][] attended = linear(at + "attention.output.dense", attention(i, all[i], masked));
      double[][] middle = layerNorm(at + "attention.output.LayerNorm", add(attended, all[i]));
      double[][] inner =
          map(linear(at + "intermediate.dense", middle), function(config.hiddenAct()));
      double[][] output = linear(at + "output.dense", inner);
      all[i + 1] = layerNorm(at + "output.LayerNorm", add(output, middle));
    }
    return all;
  }

  /** Of the last call: [layer][head][query][key]. */
  double[][][][] attentionProbs() {
    return attentionProbs;
  }

  /** {@code x W^T + b}. */
  double[][] linear(String layer, double[][] x) {
    return linear(weights.apply(layer + ".weight"), weights.apply(layer + ".bias"), x);
  }

  double[][] linear(double[] weight, double[] bias, double[][] x) {
    double[][] y = new double[x.length][bias.length];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < bias.length; o++) {
        double sum = bias[o];
        for (int i = 0; i < x[t].length; i++) {
          sum += x[t][i] * weight[o * x[t].length + i];
        }
        y[t][o] = sum;
      }
    }
    return y;
  }

  double[][] layerNorm(String layer, double[][] x) {
    double[] gamma = weights.apply(layer + ".weight");
    double[] beta = weights.apply(layer + ".bias");
    double[][] y = new double[x.length][gamma.length];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      double variance = 0;
      for (double value : x[t]) {
        mean += value / x[t].length;
      }
      for (double value : x[t]) {
        variance += (value - mean) * (value - mean) / x[t].length;
      }
      for (int i = 0; i < gamma.length; i++) {
        double normal = (x[t][i] - mean) / Math.sqrt(variance + config.layerNormEps());
        y[t][i] = normal * gamma[i] + beta[i];
      }
    }
    return y;
  }

  static double[][] map(double[][] x, DoubleUnaryOperator function) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = Arrays.stream(x[t]).map(function).toArray();
    }
    return y;
  }

  static DoubleUnaryOperator function(Activation activation) {
    double factor = Math.sqrt(2 / Math.PI);
    return switch (activation) {
      case NONE -> x -> x;
      case GELU -> x -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
      case GELU_TANH -> x -> 0.5 * x * (1 + Math.tanh(factor * (x + 0.044715 * x * x * x)));
      case RELU -> x -> Math.max(x, 0);
      case TANH -> Math::tanh;
    };
  }

  /** The series of Abramowitz and Stegun 7.1.6, whose terms are all of one sign. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private double[][] embeddings(int[] ids, int[] types) {
    int size = config.embeddingSize();
    double[] words = weights.apply(encoder + "embeddings.word_embeddings.weight");
    double[] kinds = weights.apply(encoder + "embeddings.token_type_embeddings.weight");
    double[] places = weights.apply(encoder + "embeddings.position_embeddings.weight");
    double[][] sum = new double[ids.length][size];
    for (int t = 0; t < ids.length; t++) {
      for (int i = 0; i < size; i++) {
        sum[t][i] = words[ids[t] * size + i] + kinds[types[t] * size + i] + places[t * size + i];
      }
    }
    return sum;
  }

  private static double[][] add(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int t = 0; t < a.length; t++) {
      for (int i = 0; i < a[t].length; i++) {
        sum[t][i] = a[t][i] + b[t][i];
      }
    }
    return sum;
  }

  private double[][] attention(int layer, double[][] states, boolean[] masked) {
    String self = encoder + "encoder.layer." + layer + ".attention.self.";
    double[][] query = linear(self + "query", states);
    double[][] key = linear(self + "key", states);
    double[][] value = linear(self + "value", states);
    double[][] context = new double[states.length][config.hiddenSize()];
    attentionProbs[layer] = new double[config.numAttentionHeads()][][];
    for (int h = 0; h < config.numAttentionHeads(); h++) {
      int from = h * config.headSize();
      attentionProbs[layer][h] = probabilities(query, key, from, masked);
      for (int q = 0; q < states.length; q++) {
        for (int k = 0; k < states.length; k++) {
          for (int i = from; i < from + config.headSize(); i++) {
            context[q][i] += attentionProbs[layer][h][q][k] * value[k][i];
          }
        }
      }
    }
    return context;
  }

  private double[][] probabilities(double[][] query, double[][] key, int from, boolean[] masked) {
    double[][] probabilities = new double[query.length][key.length];
    for (int q = 0; q < query.length; q++) {
      double sum = 0;
      for (int k = 0; k < key.length; k++) {
        double score = 0;
        for (int i = from; i < from + config.headSize(); i++) {
          score += query[q][i] * key[k][i];
        }
        double weight = masked[k] ? 0 : Math.exp(score / Math.sqrt(config.headSize()));
        probabilities[q][k] = weight;
        sum += weight;
      }
      for (int k = 0; k < key.length; k++) {
        probabilities[q][k] /= sum;
      }
    }
    return probabilities;
  }
}
