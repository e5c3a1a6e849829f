package io.github.koelectra.examples;

import io.github.koelectra.core.CrossEncoder;
import io.github.koelectra.core.RankedText;
import java.io.IOException;
import java.util.List;

/**
 * Ranks texts by how well they fit a query, reading both together: {@code Ranking MODEL "환불 방법" "배송
 * 조회" "결제 취소하기"}.
 */
final class Ranking {
  static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("usage: Ranking MODEL QUERY TEXT...");
      System.exit(2);
    }
    try (var encoder = CrossEncoder.fromPretrained(args[0])) {
      for (RankedText ranked : encoder.rank(args[1], List.of(args).subList(2, args.length))) {
        System.out.printf("%.4f %s%n", ranked.score(), ranked.text());
      }
    }
  }
}
