package io.github.koelectra.core;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text among others, by how well it fits a query.
 *
 * @param index its place among the texts that were given, from 0
 * @param text the text
 * @param score how well it fits
 */
public record RankedText(int index, String text, double score) {
  /** The best first, equal ones in their order. */
  static List<RankedText> ranked(List<String> texts, List<Double> scores) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> new RankedText(i, texts.get(i), scores.get(i)))
        .sorted(Comparator.comparingDouble(RankedText::score).reversed())
        .toList();
  }
}
