package io.github.koelectra.core;

/**
 * A label and how well it fits.
 *
 * <pre>{@code
 * for (ScoredLabel label : classification.classify("배송이 늦어요").labels()) {
 *   System.out.println(label.label() + " " + label.score());
 * }
 * }</pre>
 *
 * @param label as the model's configuration names it
 * @param score its probability, or what the model gives where there are no probabilities
 */
public record ScoredLabel(String label, double score) {}
