package io.github.koelectra.vocab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tokens found so far, their ids in the order they were found. For one thread. */
final class Pieces {
  /** What begins a piece that continues a word. */
  static final String CONTINUES = "##";

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();

  /** The id of a token, a new one if it is new. */
  int add(String token) {
    Integer id = ids.putIfAbsent(token, tokens.size());
    if (id != null) {
      return id;
    }
    tokens.add(token);
    return tokens.size() - 1;
  }

  /** The id of the piece that two make; two other ones may have made the same. */
  int join(int left, int right) {
    return add(tokens.get(left) + tokens.get(right).substring(CONTINUES.length()));
  }

  /** The id of a letter of a word. */
  int letter(int codePoint, boolean first) {
    return ids.get(spelling(codePoint, first));
  }

  static String spelling(int codePoint, boolean first) {
    return (first ? "" : CONTINUES) + Character.toString(codePoint);
  }

  int size() {
    return tokens.size();
  }

  List<String> tokens() {
    return List.copyOf(tokens);
  }
}
