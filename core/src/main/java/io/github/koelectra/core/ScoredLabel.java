package io.github.koelectra.core;

/**
 * A label and how well it fits.
 *
 * @param label as the model's configuration names it
 * @param score its probability, or what the model gives where there are no probabilities
 */
public record ScoredLabel(String label, double score) {}
