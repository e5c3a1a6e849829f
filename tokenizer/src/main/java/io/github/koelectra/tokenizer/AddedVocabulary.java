package io.github.koelectra.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** The special tokens a vocabulary has, to be found in a text. Immutable. */
final class AddedVocabulary {
  private final Vocabulary vocabulary;
  private final List<String> tokens = new ArrayList<>();

  AddedVocabulary(Vocabulary vocabulary, TokenizerOptions.SpecialTokens names) {
    this.vocabulary = vocabulary;
    add(names.unknown());
    add(names.separator());
    add(names.padding());
    add(names.classifier());
    add(names.mask());
    for (String name : names.additional()) {
      add(name);
    }
  }

  private void add(String name) {
    if (!name.isEmpty() && vocabulary.id(name).isPresent() && !tokens.contains(name)) {
      tokens.add(name);
    }
  }

  boolean contains(String token) {
    return tokens.contains(token);
  }

  /** The chars the tokens begin with. */
  char[] firstChars() {
    char[] first = new char[tokens.size()];
    for (int i = 0; i < first.length; i++) {
      first[i] = tokens.get(i).charAt(0);
    }
    return first;
  }

  /** The token that begins at {@code at}, the longest of several; empty if none does. */
  String find(String text, int at) {
    String longest = "";
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.length() > longest.length() && text.startsWith(token, at)) {
        longest = token;
      }
    }
    return longest;
  }

  int id(String token) {
    return vocabulary.id(token).orElseThrow();
  }
}
