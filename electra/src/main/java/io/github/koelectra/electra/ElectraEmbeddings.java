package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.Embedding;
import io.github.koelectra.tensor.nn.LayerNorm;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.tensor.nn.ParameterSource;

/** Word, token type and position embeddings, normalised. */
final class ElectraEmbeddings {
  private final Parameter wordEmbeddings;
  private final Embedding embedding;
  private final LayerNorm layerNorm;

  ElectraEmbeddings(ElectraConfig config, ParameterSource source, Kernels kernels) {
    int size = config.embeddingSize();
    wordEmbeddings = source.at("word_embeddings").parameter("weight", config.vocabSize(), size);
    Parameter types =
        source.at("token_type_embeddings").parameter("weight", config.typeVocabSize(), size);
    Parameter positions =
        source.at("position_embeddings").parameter("weight", config.maxPositionEmbeddings(), size);
    embedding = Embedding.of(wordEmbeddings, types, positions, kernels);
    layerNorm = LayerNorm.of(source.at("LayerNorm"), size, config.layerNormEps(), kernels);
  }

  /** The table a masked language model shares. */
  Parameter wordEmbeddings() {
    return wordEmbeddings;
  }

  void forward(TokenBatch batch, Tensor embeddings) { // [tokens, embedding]
    embedding.forward(batch.inputIds(), batch.tokenTypeIds(), batch.positionIds(), embeddings);
    layerNorm.forward(embeddings, embeddings);
  }
}
