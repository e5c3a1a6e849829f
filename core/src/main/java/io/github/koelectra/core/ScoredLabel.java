package io.github.koelectra.core;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
public record ScoredLabel(String label, double score) {
  /** The best first, equal ones in their order. */
  static List<ScoredLabel> ranked(List<String> labels, double[] scores) {
    return IntStream.range(0, scores.length)
        .mapToObj(i -> new ScoredLabel(labels.get(i), scores[i]))
        .sorted(Comparator.comparingDouble(ScoredLabel::score).reversed())
        .toList();
  }
}
