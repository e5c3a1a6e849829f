package io.github.koelectra.core;

/**
 * How well two texts fit.
 *
 * @param score a cosine from -1 to 1 for {@link Similarity}; for a {@link CrossEncoder} what its
 *     model gives
 * @param truncated whether the end of one of them was left out
 */
public record PairScore(double score, boolean truncated) {}
