package io.github.koelectra.train.pretrain;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.train.model.DropoutRates;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** A configuration as a {@code config.json} has it, for transformers too. */
final class ConfigJson {
  private ConfigJson() {}

  /** The members of the file; {@code rates} are what the model is trained with. */
  static SequencedMap<String, Object> of(ElectraConfig config, DropoutRates rates) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("architectures", config.architectures());
    members.put("model_type", config.modelType());
    members.put("vocab_size", config.vocabSize());
    members.put("embedding_size", config.embeddingSize());
    members.put("hidden_size", config.hiddenSize());
    members.put("num_hidden_layers", config.numHiddenLayers());
    members.put("num_attention_heads", config.numAttentionHeads());
    members.put("intermediate_size", config.intermediateSize());
    members.put("hidden_act", name(config.hiddenAct()));
    members.put("hidden_dropout_prob", rates.hidden());
    members.put("attention_probs_dropout_prob", rates.attention());
    members.put("initializer_range", 0.02);
    members.put("max_position_embeddings", config.maxPositionEmbeddings());
    members.put("type_vocab_size", config.typeVocabSize());
    members.put("layer_norm_eps", config.layerNormEps());
    members.put("pad_token_id", config.padTokenId());
    members.put("tie_word_embeddings", config.tieWordEmbeddings());
    return members;
  }

  private static String name(Activation activation) {
    return switch (activation) {
      case GELU -> "gelu";
      case GELU_TANH -> "gelu_new";
      case RELU -> "relu";
      case TANH -> "tanh";
      case NONE -> throw new IllegalArgumentException("a model without an activation");
    };
  }
}
