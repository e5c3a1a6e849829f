package io.github.koelectra.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;

/** The stages from text to tokens: special tokens, normaliser, pre-tokenizer, word pieces. */
final class WordPiece {
  private final TokenizerOptions options;
  private final Vocabulary vocabulary;
  private final WordPieceTrie trie;
  private final int unknown;
  private final List<String> special;

  WordPiece(Vocabulary vocabulary, TokenizerOptions options) {
    this.options = options;
    this.vocabulary = vocabulary;
    this.trie = new WordPieceTrie(vocabulary, options.maxWordLength());
    var names = options.specialTokens();
    this.unknown = vocabulary.id(names.unknown()).orElseThrow();
    this.special = new ArrayList<>();
    for (String name :
        List.of(
            names.unknown(),
            names.separator(),
            names.padding(),
            names.classifier(),
            names.mask())) {
      if (!name.isEmpty() && vocabulary.id(name).isPresent() && !special.contains(name)) {
        special.add(name);
      }
    }
    special.sort((a, b) -> b.length() - a.length());
  }

  /** The special tokens this vocabulary has. */
  List<String> special() {
    return special;
  }

  Sequence tokenize(String text) {
    Sequence sequence = new Sequence(text);
    NormalizedText normalized =
        new NormalizedText(options, Math.max(16, text.length() + text.length() / 16));
    IntArrayList pieces = new IntArrayList();
    int word = 0;
    int at = 0;
    int end = text.length();
    NextSpecial next = new NextSpecial(text);
    while (at < end) {
      next.advance(at);
      word = plain(text, at, next.begin, word, normalized, pieces, sequence);
      if (next.begin < end) {
        int id = vocabulary.id(next.token).orElseThrow();
        sequence.add(id, next.begin, next.begin + next.token.length(), word++);
      }
      at = next.begin + next.token.length();
    }
    return sequence;
  }

  private int plain(
      String text,
      int begin,
      int end,
      int firstWord,
      NormalizedText normalized,
      IntArrayList pieces,
      Sequence sequence) {
    normalized.take(text, begin, end);
    for (int word = 0; word < normalized.words(); word++) {
      word(normalized, word, firstWord + word, pieces, sequence);
    }
    return firstWord + normalized.words();
  }

  private void word(
      NormalizedText normalized, int word, int id, IntArrayList pieces, Sequence sequence) {
    int begin = normalized.wordBegin(word);
    int end = normalized.wordEnd(word);
    pieces.clear();
    boolean known =
        !normalized.isLonger(word, options.maxWordLength())
            && trie.match(normalized.chars(), begin, end, pieces);
    if (!known) {
      sequence.add(unknown, normalized.begin(begin), normalized.end(end - 1), id);
      return;
    }
    int at = begin;
    for (int i = 0; i < pieces.size(); i++) {
      int piece = pieces.getInt(i);
      int next = at + trie.pieceLength(piece);
      sequence.add(piece, normalized.begin(at), normalized.end(next - 1), id);
      at = next;
    }
  }

  /** The next special token in a text; each token is searched for once per occurrence. */
  private final class NextSpecial {
    private final String text;
    private final int[] found = new int[special.size()];
    private int begin;
    private String token = "";

    NextSpecial(String text) {
      this.text = text;
    }

    /** The leftmost special token from {@code from} on, of those the longest. */
    void advance(int from) {
      begin = text.length();
      token = "";
      for (int i = 0; i < found.length; i++) {
        if (found[i] < from || from == 0) {
          int at = text.indexOf(special.get(i), from);
          found[i] = at < 0 ? text.length() : at;
        }
        if (found[i] < begin) {
          begin = found[i];
          token = special.get(i);
        }
      }
    }
  }
}
