package io.github.koelectra.core;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text among others, by how well it fits a query.
 *
 * <pre>{@code
 * List<RankedText> found = similarity.rank("환불 방법", questions);
 * String best = answers.get(found.getFirst().index());
 * }</pre>
 *
 * @param index its place among the texts that were given, from 0
 * @param text the text
 * @param score how well it fits
 * @param truncated whether the end of it or of the query was left out
 */
public record RankedText(int index, String text, double score, boolean truncated) {
  /** The best first, equal ones in their order. */
  static List<RankedText> ranked(List<String> texts, List<PairScore> scores) {
    return IntStream.range(0, texts.size())
        .mapToObj(
            i -> new RankedText(i, texts.get(i), scores.get(i).score(), scores.get(i).truncated()))
        .sorted(Comparator.comparingDouble(RankedText::score).reversed())
        .toList();
  }
}
