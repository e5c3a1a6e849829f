package io.github.koelectra.core;

import io.github.koelectra.core.SentenceEmbedding.Embedding;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How alike texts are: the cosine of their embeddings. Each text goes through the model once, so a
 * query is compared with many texts quickly; a {@link CrossEncoder} is slower and more exact.
 *
 * <pre>{@code
 * try (Similarity similarity = Similarity.fromPretrained(name)) { // or a directory
 *   double score = similarity.score("치킨을 먹고 싶다", "닭튀김이 먹고 싶네").score();
 *   List<RankedText> found = similarity.rank("환불 방법", List.of("배송 조회", "결제 취소하기"));
 * }
 * }</pre>
 *
 * <p>Safe to share between threads.
 */
public final class Similarity implements AutoCloseable {
  private final SentenceEmbedding embedding;
  private final Pipeline<TextPair, PairScore> pipeline;

  private Similarity(SentenceEmbedding embedding) {
    this.embedding = embedding;
    pipeline = embedding.pairs(Similarity::score);
  }

  /**
   * Opens an encoder, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static Similarity fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, SentenceEmbedding.Options.DEFAULT);
  }

  /** Opens an encoder whose embeddings are made as the options say. */
  public static Similarity fromPretrained(String nameOrDirectory, SentenceEmbedding.Options options)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), options, Kernels.best());
  }

  /**
   * Opens an encoder's directory with the given kernels.
   *
   * @throws IOException if a file is missing or malformed
   */
  public static Similarity open(Path directory, SentenceEmbedding.Options options, Kernels kernels)
      throws IOException {
    return new Similarity(SentenceEmbedding.open(directory, options, kernels));
  }

  /** How alike two texts are: a cosine from -1 to 1. */
  public PairScore score(String text, String pair) {
    return pipeline.run(new TextPair(text, pair));
  }

  /** How alike the texts of each pair are. */
  public List<PairScore> score(List<TextPair> pairs) {
    return pipeline.run(pairs);
  }

  /** How alike the texts of each pair of a stream are, lazily. */
  public Stream<PairScore> score(Stream<TextPair> pairs) {
    return pipeline.run(pairs);
  }

  /** The texts by how alike to the query they are, the most alike first. */
  public List<RankedText> rank(String query, List<String> texts) {
    List<String> all = new ArrayList<>(texts);
    all.add(query);
    List<Embedding> vectors = embedding.embed(all);
    Embedding wanted = vectors.getLast();
    return RankedText.ranked(
        texts, vectors.stream().limit(texts.size()).map(v -> score(wanted, v)).toList());
  }

  /** The same for pairs of which some may not be fit to be compared. */
  public Pipeline<TextPair, PairScore> pipeline() {
    return pipeline;
  }

  private static PairScore score(Embedding text, Embedding pair) {
    return new PairScore(
        cosine(text.vector(), pair.vector()), text.truncated() || pair.truncated());
  }

  static double cosine(float[] a, float[] b) {
    double product = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      lengthA += (double) a[i] * a[i];
      lengthB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(lengthA) * Math.sqrt(lengthB);
    return lengths == 0 ? 0 : product / lengths;
  }

  /**
   * Waits until the fastest kernels are in use and runs the model a few times, as {@link
   * KoElectra#warmUp} does.
   *
   * @return whether the fastest kernels are in use
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public boolean warmUp() throws InterruptedException {
    return embedding.warmUp();
  }

  /** Gives back the model's files. */
  @Override
  public void close() {
    embedding.close();
  }
}
