package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Dropout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ElectraModel: embeddings, their projection if there is one, and the layers. */
final class Encoder {
  /**
   * What the backward pass needs.
   *
   * @param embedded by the embeddings
   * @param hiddenStates what goes into each layer, and the output: [tokens, hidden] each
   * @param layers of each layer; none where a layer is to be computed again
   */
  record Activations(
      TokenBatch batch,
      Masks masks,
      Embeddings.Activations embedded,
      List<Tensor> hiddenStates,
      List<EncoderLayer.Activations> layers) {
    /** The last hidden states [tokens, hidden]. */
    Tensor output() {
      return hiddenStates.getLast();
    }
  }

  /** Floats, of the 2^30 that a workspace has: beyond, activations are computed again. */
  private static final long MOST_KEPT = 3L << 28;

  private final Device device;
  private final ElectraConfig config;
  private final Embeddings embeddings;
  private final Optional<Affine> embeddingsProject;
  private final List<EncoderLayer> layers = new ArrayList<>();
  private final boolean recompute;
  private final String dropout;

  /**
   * The encoder of {@code parameters}.
   *
   * @param recompute whether activations inside layers are computed again by the backward pass
   *     instead of kept (Chen et al. 2016): the same bits, more work, less memory; so are those of
   *     a batch for which there is no room
   */
  Encoder(ElectraConfig config, Embeddings embeddings, Parameters parameters, boolean recompute) {
    this.device = parameters.device();
    this.config = config;
    this.embeddings = embeddings;
    this.recompute = recompute;
    this.dropout = parameters.place("embeddings.dropout");
    embeddingsProject =
        config.embeddingSize() == config.hiddenSize()
            ? Optional.empty()
            : Optional.of(
                parameters
                    .at("embeddings_project")
                    .affine(config.hiddenSize(), config.embeddingSize()));
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      layers.add(new EncoderLayer(config, parameters.at("encoder.layer." + i)));
    }
  }

  /** Keeps what the backward pass needs, as far as it is not to be computed again. */
  Activations forward(TokenBatch batch, Masks masks) {
    return forward(batch, masks, !recompute && fits(batch));
  }

  /** The last hidden states [tokens, hidden] alone. */
  Tensor output(TokenBatch batch, Masks masks) {
    return forward(batch, masks, false).output();
  }

  /** Whether the activations inside all layers leave room in a workspace for the rest. */
  private boolean fits(TokenBatch batch) {
    long each = 8L * config.hiddenSize() + 2L * config.intermediateSize();
    return batch.tokens() * each * layers.size() <= MOST_KEPT;
  }

  private Activations forward(TokenBatch batch, Masks masks, boolean keep) {
    checkLengths(batch);
    Embeddings.Activations embedded = embeddings.forward(batch, masks.hidden(dropout));
    Tensor hidden = embedded.output(); // [tokens, embedding]
    if (embeddingsProject.isPresent()) {
      hidden = embeddingsProject.get().forward(hidden); // [tokens, hidden]
    }
    List<Tensor> hiddenStates = new ArrayList<>(List.of(hidden));
    List<EncoderLayer.Activations> kept = new ArrayList<>();
    for (EncoderLayer layer : layers) {
      Tensor output = device.take(hidden.rows(), hidden.columns()); // [tokens, hidden]
      int mark = device.workspace().mark();
      EncoderLayer.Activations inside = layer.forward(hidden, batch.layout(), masks, output);
      if (keep) {
        kept.add(inside);
      } else {
        device.workspace().release(mark);
      }
      hidden = output;
      hiddenStates.add(hidden);
    }
    return new Activations(batch, masks, embedded, hiddenStates, kept);
  }

  private void checkLengths(TokenBatch batch) {
    int longest = batch.layout().longest();
    if (longest > config.maxPositionEmbeddings()) {
      throw new IllegalArgumentException(
          "a sequence of "
              + longest
              + " tokens is longer than the "
              + config.maxPositionEmbeddings()
              + " positions of the model; truncate it");
    }
  }

  /**
   * Adds to the variables' gradients.
   *
   * @param gradient of the last hidden states [tokens, hidden]; used up
   */
  void backward(Activations kept, Tensor gradient) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      int mark = device.workspace().mark();
      layers
          .get(i)
          .backward(
              kept.hiddenStates().get(i),
              kept.batch().layout(),
              kept.masks(),
              kept.layers().isEmpty() ? again(i, kept) : kept.layers().get(i),
              gradient); // [tokens, hidden]
      device.workspace().release(mark);
    }
    backwardEmbeddings(kept, gradient);
  }

  private EncoderLayer.Activations again(int layer, Activations kept) {
    Tensor output = kept.hiddenStates().get(layer + 1); // written once more, the same bits
    return layers
        .get(layer)
        .forward(kept.hiddenStates().get(layer), kept.batch().layout(), kept.masks(), output);
  }

  private void backwardEmbeddings(Activations kept, Tensor gradient) {
    int mark = device.workspace().mark();
    Tensor byEmbeddings = gradient;
    if (embeddingsProject.isPresent()) {
      byEmbeddings = device.take(gradient.rows(), config.embeddingSize());
      embeddingsProject.get().backward(kept.embedded().output(), gradient, byEmbeddings);
    }
    Dropout dropped = kept.masks().hidden(dropout);
    embeddings.backward(kept.batch(), dropped, kept.embedded(), byEmbeddings);
    device.workspace().release(mark);
  }
}
