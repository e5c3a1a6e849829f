package io.github.koelectra.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** The special tokens a vocabulary has, to be found in a text. Immutable. */
final class AddedVocabulary {
  static final int NONE = -1;

  /** Longer ones first, as of two that begin at one place the longer is meant. */
  private final List<String> tokens = new ArrayList<>();

  private final int[] ids;

  AddedVocabulary(Vocabulary vocabulary, TokenizerOptions.SpecialTokens names) {
    for (String name :
        List.of(
            names.unknown(),
            names.separator(),
            names.padding(),
            names.classifier(),
            names.mask())) {
      if (!name.isEmpty() && vocabulary.id(name).isPresent() && !tokens.contains(name)) {
        tokens.add(name);
      }
    }
    tokens.sort((a, b) -> b.length() - a.length());
    ids = tokens.stream().mapToInt(token -> vocabulary.id(token).orElseThrow()).toArray();
  }

  boolean contains(String token) {
    return tokens.contains(token);
  }

  /** The chars the tokens begin with. */
  char[] firstChars() {
    StringBuilder first = new StringBuilder();
    tokens.forEach(token -> first.append(token.charAt(0)));
    return first.toString().toCharArray();
  }

  /** Which token begins at {@code at}, if one does. */
  int find(String text, int at) {
    for (int token = 0; token < ids.length; token++) {
      if (text.startsWith(tokens.get(token), at)) {
        return token;
      }
    }
    return NONE;
  }

  int id(int token) {
    return ids[token];
  }

  int length(int token) {
    return tokens.get(token).length();
  }
}
