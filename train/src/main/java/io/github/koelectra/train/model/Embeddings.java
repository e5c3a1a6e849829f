package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Dropout;
import io.github.koelectra.tensor.kernel.StoredElements;
import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.train.Variable;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** ElectraEmbeddings: the sum of word, token type and position, LayerNorm, dropout. */
final class Embeddings {
  static final String WORDS = "embeddings.word_embeddings";

  /**
   * What the backward pass needs.
   *
   * @param summed [tokens, embedding], before LayerNorm
   * @param output [tokens, embedding]
   */
  record Activations(Tensor summed, Tensor output) {}

  private final Device device;
  private final Variable words; // [vocabulary, embedding]
  private final Variable positions; // [positions, embedding]
  private final Variable types; // [types, embedding]
  private final Norm layerNorm;
  private final int padding;

  /** The tables below {@code parameters}, those of the encoder. */
  Embeddings(ElectraConfig config, Parameters parameters) {
    int size = config.embeddingSize();
    device = parameters.device();
    words = parameters.at(WORDS).variable("weight", config.vocabSize(), size);
    Parameters own = parameters.at("embeddings");
    positions =
        own.at("position_embeddings").variable("weight", config.maxPositionEmbeddings(), size);
    types = own.at("token_type_embeddings").variable("weight", config.typeVocabSize(), size);
    layerNorm = own.at("LayerNorm").norm(size, config.layerNormEps());
    padding = config.padTokenId();
  }

  Variable words() {
    return words;
  }

  Activations forward(TokenBatch batch, Dropout dropout) {
    Tensor summed = device.take(batch.tokens(), words.value().columns()); // [tokens, embedding]
    device
        .kernels()
        .embed(
            new StoredElements(MemorySegment.ofArray(words.value().array()), WeightType.F32),
            batch.inputIds(),
            types.value(),
            batch.tokenTypeIds(),
            positions.value(),
            batch.positionIds(),
            summed);
    Tensor output = device.take(summed.rows(), summed.columns()); // [tokens, embedding]
    layerNorm.forward(summed, output);
    device.drop(output, dropout);
    return new Activations(summed, output);
  }

  /**
   * Adds to the tables' gradients.
   *
   * @param gradient of the output [tokens, embedding]; used up
   */
  void backward(TokenBatch batch, Dropout dropout, Activations kept, Tensor gradient) {
    device.drop(gradient, dropout);
    layerNorm.backward(kept.summed(), gradient); // [tokens, embedding]
    device.rows().scatterAdd(batch.tokenTypeIds(), gradient, types.gradient());
    device.rows().scatterAdd(batch.positionIds(), gradient, positions.gradient());
    clearPadding(batch.inputIds(), gradient);
    device.rows().scatterAdd(batch.inputIds(), gradient, words.gradient());
  }

  /** The padding word does not learn: {@code padding_idx} of {@code torch.nn.Embedding}. */
  private void clearPadding(int[] ids, Tensor gradient) {
    int columns = gradient.columns();
    for (int t = 0; t < gradient.rows(); t++) {
      if (ids[t] == padding) {
        int begin = gradient.offset() + t * columns;
        Arrays.fill(gradient.array(), begin, begin + columns, 0f);
      }
    }
  }
}
