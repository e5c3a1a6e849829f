package io.github.koelectra.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Exact match and F1 of answers, as the evaluation script of KorQuAD 1.0 has them (Lim, Kim and Lee
 * 2019): F1 is over characters, which are code points, because Korean words carry particles.
 * Stateless and safe to share between threads.
 */
public final class KorQuadMetrics {
  private static final String BECOME_SPACES = "'\"《》<>〈〉()‘’";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private KorQuadMetrics() {}

  /**
   * The scores of a data set in percent.
   *
   * @param exactMatch how many answers are the same as one of the right ones
   * @param f1 the mean of the characters' F1
   */
  public record Total(double exactMatch, double f1) {}

  /**
   * The answer as it is compared: quotes, brackets and parentheses are spaces, the rest of ASCII's
   * punctuation is nothing, letters are lower case, and words are separated by one space.
   */
  public static String normalize(String answer) {
    StringBuilder spaced = new StringBuilder(answer);
    for (int i = 0; i < spaced.length(); i++) {
      if (BECOME_SPACES.indexOf(spaced.charAt(i)) >= 0) {
        spaced.setCharAt(i, ' ');
      }
    }
    StringBuilder normalized = new StringBuilder();
    boolean gap = false;
    for (char c : spaced.toString().toLowerCase(Locale.ROOT).toCharArray()) {
      if (isSpace(c)) {
        gap = true;
      } else if (PUNCTUATION.indexOf(c) < 0) {
        normalized.append(gap && !normalized.isEmpty() ? " " : "").append(c);
        gap = false;
      }
    }
    return normalized.toString();
  }

  /** Python's {@code str.isspace}, which knows no space beyond the BMP. */
  private static boolean isSpace(char c) {
    boolean control = (c >= '\t' && c <= '\r') || (c >= '\u001C' && c <= '\u001F');
    return control || c == '\u0085' || Character.isSpaceChar(c);
  }

  /** Whether the prediction is the same as one of the answers, normalised. */
  public static boolean exactMatch(String prediction, List<String> answers) {
    String normalized = normalize(prediction);
    return answers.stream().anyMatch(answer -> normalize(answer).equals(normalized));
  }

  /** The F1 of the characters, the best over the answers; without a common one it is 0. */
  public static double f1(String prediction, List<String> answers) {
    return answers.stream().mapToDouble(answer -> f1(prediction, answer)).max().orElse(0);
  }

  private static double f1(String prediction, String answer) {
    int[] predicted = characters(prediction);
    int[] right = characters(answer);
    Map<Integer, Integer> left = new HashMap<>();
    for (int character : right) {
      left.merge(character, 1, Integer::sum);
    }
    int same = 0;
    for (int character : predicted) {
      int still = left.getOrDefault(character, 0);
      same += still > 0 ? 1 : 0;
      left.put(character, still - 1);
    }
    return same == 0 ? 0 : 2.0 * same / (predicted.length + right.length);
  }

  private static int[] characters(String text) {
    return normalize(text).codePoints().filter(c -> c != ' ').toArray();
  }

  /**
   * The scores of a data set; a question without a prediction counts as wrong.
   *
   * @param answers the right answers by the questions' ids
   * @param predictions the predicted answer by the question's id
   * @throws IllegalArgumentException if there is no question
   */
  public static Total total(Map<String, List<String>> answers, Map<String, String> predictions) {
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("nothing to score");
    }
    List<String> answered = new ArrayList<>(answers.keySet());
    answered.retainAll(predictions.keySet());
    double exact = 0;
    double f1 = 0;
    for (String id : answered) {
      exact += exactMatch(predictions.get(id), answers.get(id)) ? 1 : 0;
      f1 += f1(predictions.get(id), answers.get(id));
    }
    return new Total(100 * exact / answers.size(), 100 * f1 / answers.size());
  }
}
