package io.github.koelectra.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tokenizer stage by stage, each as its definition reads and none of them fast: special tokens,
 * clean-up, spaces around Chinese characters, accents and lower case, split at white space, split
 * at punctuation, greedy longest match. It shares only the tables of characters with the product.
 */
final class ReferenceTokenizer {
  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final TokenizerOptions options;
  private final List<String> special;

  /** A code point of the text as it is at some stage, and where in the original it comes from. */
  private record Letter(int codePoint, int begin, int end) {}

  /** A token, where in the original it comes from, and its word. */
  record Token(int id, int begin, int end, int word) {}

  ReferenceTokenizer(List<String> tokens, TokenizerOptions options) {
    for (String token : tokens) {
      vocabulary.put(token, vocabulary.size());
    }
    this.options = options;
    var names = options.specialTokens();
    special = new ArrayList<>(names.additional());
    special.addAll(
        List.of(
            names.unknown(), names.separator(), names.padding(), names.classifier(), names.mask()));
  }

  List<Token> tokenize(String text) {
    List<Token> tokens = new ArrayList<>();
    int word = 0;
    int plain = 0;
    int at = 0;
    while (at <= text.length()) {
      String found = at < text.length() ? specialAt(text, at) : "";
      if (!found.isEmpty() || at == text.length()) {
        for (List<Letter> letters : words(normalize(letters(text, plain, at)))) {
          tokens.addAll(pieces(letters, word++));
        }
        plain = at + found.length();
      }
      if (!found.isEmpty()) {
        tokens.add(new Token(vocabulary.get(found), at, plain, word++));
      }
      at = Math.max(at + 1, plain);
    }
    return tokens;
  }

  /** The words of a text without special tokens, as they are looked up. */
  List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (List<Letter> word : words(normalize(letters(text, 0, text.length())))) {
      words.add(spelling(word));
    }
    return words;
  }

  private static String spelling(List<Letter> letters) {
    StringBuilder spelling = new StringBuilder();
    letters.forEach(letter -> spelling.appendCodePoint(letter.codePoint));
    return spelling.toString();
  }

  private String specialAt(String text, int at) {
    String longest = "";
    for (String token : special) {
      boolean longer = token.length() > longest.length();
      longest = longer && text.startsWith(token, at) ? token : longest;
    }
    return longest;
  }

  private static List<Letter> letters(String text, int begin, int end) {
    List<Letter> letters = new ArrayList<>();
    for (int at = begin; at < end; at += Character.charCount(text.codePointAt(at))) {
      int codePoint = text.codePointAt(at);
      letters.add(new Letter(codePoint, at, at + Character.charCount(codePoint)));
    }
    return letters;
  }

  private List<Letter> normalize(List<Letter> letters) {
    List<Letter> normal = options.cleanText() ? cleaned(letters) : letters;
    normal = options.tokenizeChineseChars() ? spaced(normal) : normal;
    normal = options.stripAccents() ? stripped(normal) : normal;
    return options.doLowerCase() ? lowered(normal) : normal;
  }

  private static List<Letter> cleaned(List<Letter> letters) {
    List<Letter> cleaned = new ArrayList<>();
    for (Letter letter : letters) {
      switch (CharacterClasses.of(letter.codePoint)) {
        case CharacterClasses.REMOVED -> {}
        case CharacterClasses.SPACE -> cleaned.add(new Letter(' ', letter.begin, letter.end));
        default -> cleaned.add(letter);
      }
    }
    return cleaned;
  }

  private static List<Letter> spaced(List<Letter> letters) {
    List<Letter> spaced = new ArrayList<>();
    for (Letter letter : letters) {
      boolean chinese = CharacterClasses.of(letter.codePoint) == CharacterClasses.CHINESE;
      Letter space = new Letter(' ', letter.begin, letter.end);
      spaced.addAll(chinese ? List.of(space, letter, space) : List.of(letter));
    }
    return spaced;
  }

  private static List<Letter> stripped(List<Letter> letters) {
    List<Letter> stripped = new ArrayList<>();
    for (Letter letter : letters) {
      Accents.strip(letter.codePoint)
          .codePoints()
          .forEach(part -> stripped.add(new Letter(part, letter.begin, letter.end)));
    }
    return stripped;
  }

  private static List<Letter> lowered(List<Letter> letters) {
    List<Letter> lowered = new ArrayList<>();
    for (Letter letter : letters) {
      Character.toString(letter.codePoint)
          .toLowerCase(Locale.ROOT)
          .codePoints()
          .forEach(lower -> lowered.add(new Letter(lower, letter.begin, letter.end)));
    }
    return lowered;
  }

  private static boolean isWhite(int codePoint) {
    return CharacterClasses.of(codePoint) == CharacterClasses.SPACE
        || codePoint == 0xB
        || codePoint == 0xC
        || codePoint == 0x85;
  }

  /** Split at white space, which goes, and at punctuation, which stays. */
  private static List<List<Letter>> words(List<Letter> letters) {
    List<List<Letter>> words = new ArrayList<>();
    List<Letter> word = new ArrayList<>();
    for (Letter letter : letters) {
      boolean alone = CharacterClasses.of(letter.codePoint) == CharacterClasses.PUNCTUATION;
      if (alone || isWhite(letter.codePoint)) {
        words.add(word);
        words.add(alone ? List.of(letter) : List.of());
        word = new ArrayList<>();
      } else {
        word.add(letter);
      }
    }
    words.add(word);
    words.removeIf(List::isEmpty);
    return words;
  }

  private List<Token> pieces(List<Letter> word, int index) {
    List<Token> pieces = new ArrayList<>();
    int begin = 0;
    while (begin < word.size() && word.size() <= options.maxWordLength()) {
      int end = word.size();
      while (end > begin && !vocabulary.containsKey(piece(word, begin, end))) {
        end--;
      }
      if (end == begin) {
        break;
      }
      pieces.add(token(vocabulary.get(piece(word, begin, end)), word.subList(begin, end), index));
      begin = end;
    }
    return begin == word.size()
        ? pieces
        : List.of(token(vocabulary.get(options.specialTokens().unknown()), word, index));
  }

  private static Token token(int id, List<Letter> letters, int word) {
    return new Token(id, letters.getFirst().begin, letters.getLast().end, word);
  }

  private static String piece(List<Letter> word, int begin, int end) {
    return (begin == 0 ? "" : "##") + spelling(word.subList(begin, end));
  }
}
