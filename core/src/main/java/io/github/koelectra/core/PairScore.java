package io.github.koelectra.core;

/**
 * How well two texts fit.
 *
 * <pre>{@code
 * PairScore found = similarity.score("치킨을 먹고 싶다", "닭튀김이 먹고 싶네");
 * boolean alike = found.score() > 0.8;
 * }</pre>
 *
 * @param score a cosine from -1 to 1 for {@link Similarity}; for a {@link CrossEncoder} what its
 *     model gives
 * @param truncated whether the end of one of them was left out
 */
public record PairScore(double score, boolean truncated) {}
