package io.github.koelectra.electra;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The encoder without a head: transformers' {@code ElectraModel}. Immutable and safe to share
 * between threads.
 */
public final class ElectraModel implements TaskModel {
  static final String WORDS = "embeddings.word_embeddings.weight";

  private final ElectraConfig config;
  private final ElectraEmbeddings embeddings;
  private final Optional<Linear> embeddingsProject;
  private final List<ElectraLayer> layers;
  private final Lifetime lifetime = new Lifetime();

  /**
   * Builds the encoder.
   *
   * @param source the parameters, with or without {@code electra.} or {@code bert.} before them
   * @throws io.github.koelectra.tensor.nn.ParameterException if one is missing or of another shape
   */
  public ElectraModel(ElectraConfig config, ParameterSource source, Kernels kernels) {
    ParameterSource own = below(config, source);
    this.config = config;
    embeddings = new ElectraEmbeddings(config, own.at("embeddings"), kernels);
    embeddingsProject =
        config.embeddingSize() == config.hiddenSize()
            ? Optional.empty()
            : Optional.of(
                Linear.of(
                    own.at("embeddings_project"),
                    config.hiddenSize(),
                    config.embeddingSize(),
                    kernels));
    // In parallel, for a JVM clears the memory of large arrays on the thread that asks for them.
    ElectraLayer[] built = new ElectraLayer[config.numHiddenLayers()];
    kernels
        .parallel()
        .forEach(
            built.length,
            (i, _) -> built[i] = new ElectraLayer(config, own.at("encoder.layer." + i), kernels));
    layers = List.of(built);
  }

  /** Where the encoder's own parameters are: below the model's name, or not below anything. */
  static ParameterSource below(ElectraConfig config, ParameterSource source) {
    ParameterSource prefixed = source.at(config.modelType());
    boolean bare = source.has(WORDS) && !prefixed.has(WORDS);
    return bare ? source : prefixed;
  }

  /**
   * Opens a model directory with the fastest kernels of this JVM.
   *
   * @throws IOException if it cannot be read or holds no such model
   */
  public static ElectraModel fromPretrained(Path directory) throws IOException {
    return fromPretrained(directory, Kernels.best());
  }

  /** Opens a model directory with the given kernels. */
  public static ElectraModel fromPretrained(Path directory, Kernels kernels) throws IOException {
    return Pretrained.load(directory, kernels, ElectraModel::new);
  }

  /** The last hidden states [tokens, hidden] of a batch, in a matrix of the caller's own. */
  public Tensor lastHiddenState(TokenBatch batch) {
    return run(batch);
  }

  @Override
  public Tensor forward(TokenBatch batch, Trace trace, Workspace workspace) {
    checkLengths(batch);
    Tensor hiddenStates = embed(batch, workspace); // [tokens, hidden]
    trace.hiddenStates(0, hiddenStates);
    forward(layers.size(), batch, hiddenStates, trace, workspace);
    return hiddenStates;
  }

  private void forward(
      int count, TokenBatch batch, Tensor hiddenStates, Trace trace, Workspace workspace) {
    for (int i = 0; i < count; i++) {
      layers.get(i).forward(i, hiddenStates, batch.layout(), trace, workspace);
      trace.hiddenStates(i + 1, hiddenStates);
    }
  }

  /**
   * The last hidden states of the first token of each sequence, {@code [CLS]}, into {@code first}
   * [sequences, hidden]. If nobody looks on, the last layer is computed for these tokens alone,
   * which gives the same bits.
   */
  void forwardFirst(TokenBatch batch, Trace trace, Tensor first, Workspace workspace) {
    int mark = workspace.mark();
    if (!trace.equals(Trace.NONE)) {
      gatherFirst(forward(batch, trace, workspace), batch.layout(), first);
    } else {
      checkLengths(batch);
      Tensor hiddenStates = embed(batch, workspace); // [tokens, hidden]
      forward(layers.size() - 1, batch, hiddenStates, trace, workspace);
      gatherFirst(hiddenStates, batch.layout(), first);
      layers.getLast().forwardFirst(hiddenStates, batch.layout(), first, workspace);
    }
    workspace.release(mark);
  }

  private static void gatherFirst(Tensor hiddenStates, SequenceLayout layout, Tensor first) {
    int hidden = hiddenStates.columns();
    for (int s = 0; s < layout.sequences(); s++) {
      int from = hiddenStates.offset() + layout.begin(s) * hidden;
      int to = first.offset() + s * hidden;
      System.arraycopy(hiddenStates.array(), from, first.array(), to, hidden);
    }
  }

  private Tensor embed(TokenBatch batch, Workspace workspace) {
    Tensor hiddenStates = workspace.take(batch.tokens(), config.hiddenSize());
    if (embeddingsProject.isEmpty()) {
      embeddings.forward(batch, hiddenStates);
      return hiddenStates;
    }
    int mark = workspace.mark();
    Tensor embedded = workspace.take(batch.tokens(), config.embeddingSize());
    embeddings.forward(batch, embedded); // [tokens, embedding]
    embeddingsProject.get().forward(embedded, hiddenStates, workspace); // [tokens, hidden]
    workspace.release(mark);
    return hiddenStates;
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

  Parameter wordEmbeddings() {
    return embeddings.wordEmbeddings();
  }

  @Override
  public ElectraConfig config() {
    return config;
  }

  @Override
  public Lifetime lifetime() {
    return lifetime;
  }
}
