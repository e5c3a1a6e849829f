package io.github.koelectra.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The vocabulary as a trie with failure links (LinMaxMatch; Song et al. 2021, Fast WordPiece
 * Tokenization): the greedy longest-match-first pieces of a word in one pass, however it fails.
 * Immutable once built, safe to share between threads.
 */
final class WordPieceTrie {
  private static final String CONTINUATION = "##";

  private final Trie trie;
  private final IntArrayList pops = new IntArrayList();
  private final int[] pieceLength;
  private final int[] failure;
  private final int[] popsBegin;

  WordPieceTrie(Vocabulary vocabulary, int maxWordLength) {
    pieceLength = new int[vocabulary.size()];
    List<Trie.Piece> pieces = new ArrayList<>(vocabulary.size());
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      boolean suffix = token.startsWith(CONTINUATION) && token.length() > CONTINUATION.length();
      String piece = suffix ? token.substring(CONTINUATION.length()) : token;
      pieceLength[id] = piece.length();
      if (!piece.isEmpty() && piece.length() <= 2 * maxWordLength) {
        pieces.add(new Trie.Piece(piece, suffix ? Trie.SUFFIX : Trie.WORD, id));
      }
    }
    trie = new Trie(pieces);
    failure = new int[trie.size()];
    popsBegin = new int[2 * trie.size()];
    link();
  }

  /** Failure links and the pieces they pop, level by level (algorithm 2 of the paper). */
  private void link() {
    Arrays.fill(failure, Trie.NONE);
    for (int node : trie.breadthFirst()) {
      popsBegin[2 * node] = pops.size();
      if (trie.token(node) != Trie.NONE) {
        failure[node] = Trie.SUFFIX;
        pops.add(trie.token(node));
      } else {
        linkInner(node, trie.parent(node), trie.character(node));
      }
      popsBegin[2 * node + 1] = pops.size();
    }
  }

  private void linkInner(int node, int parent, char c) {
    int begin = pops.size();
    copyPops(parent);
    int at = failure[parent];
    while (at != Trie.NONE && trie.child(at, c) == Trie.NONE) {
      copyPops(at);
      at = failure[at];
    }
    if (at == Trie.NONE) {
      pops.size(begin);
    } else {
      failure[node] = trie.child(at, c);
    }
  }

  private void copyPops(int node) {
    for (int i = popsBegin[2 * node]; i < popsBegin[2 * node + 1]; i++) {
      pops.add(pops.getInt(i));
    }
  }

  /** How many chars of a word the piece covers. */
  int pieceLength(int id) {
    return pieceLength[id];
  }

  /** Appends the pieces of a word to {@code pieces}; appends nothing if it cannot be built. */
  boolean match(char[] text, int begin, int end, IntArrayList pieces) {
    int before = pieces.size();
    int node = Trie.WORD;
    for (int i = begin; i < end; i++) {
      int next = trie.child(node, text[i]);
      while (next == Trie.NONE) {
        if (failure[node] == Trie.NONE) {
          pieces.size(before);
          return false;
        }
        pop(node, pieces);
        node = failure[node];
        next = trie.child(node, text[i]);
      }
      node = next;
    }
    while (node != Trie.SUFFIX) {
      if (failure[node] == Trie.NONE) {
        pieces.size(before);
        return false;
      }
      pop(node, pieces);
      node = failure[node];
    }
    return true;
  }

  private void pop(int node, IntArrayList pieces) {
    for (int i = popsBegin[2 * node]; i < popsBegin[2 * node + 1]; i++) {
      pieces.add(pops.getInt(i));
    }
  }
}
