package io.github.koelectra.tokenizer;

import java.util.Arrays;

/**
 * The vocabulary as a trie with failure links (LinMaxMatch; Song et al. 2021, Fast WordPiece
 * Tokenization): the greedy longest-match-first pieces of a word in one pass, however it fails.
 * Immutable once built, safe to share between threads.
 */
final class WordPieceTrie {
  private static final String CONTINUATION = "##";

  private final Trie trie;
  private final int[] pieceLength;
  private final int[] failure;
  private final int[][] pops;

  WordPieceTrie(Vocabulary vocabulary, int maxWordLength) {
    pieceLength = new int[vocabulary.size()];
    int chars = 0;
    for (int id = 0; id < pieceLength.length; id++) {
      String token = vocabulary.token(id);
      pieceLength[id] = token.length() - pieceBegin(token);
      chars += pieceLength[id] <= 2 * maxWordLength ? pieceLength[id] : 0;
    }
    trie = new Trie(chars);
    for (int id = 0; id < pieceLength.length; id++) {
      if (pieceLength[id] > 0 && pieceLength[id] <= 2 * maxWordLength) {
        String token = vocabulary.token(id);
        int begin = pieceBegin(token);
        trie.insert(begin == 0 ? Trie.WORD : Trie.SUFFIX, token, begin, id);
      }
    }
    failure = new int[trie.size()];
    pops = new int[trie.size()][];
    Arrays.fill(failure, Trie.NONE);
    Arrays.fill(pops, new int[0]);
    link();
  }

  private static int pieceBegin(String token) {
    boolean suffix = token.startsWith(CONTINUATION) && token.length() > CONTINUATION.length();
    return suffix ? CONTINUATION.length() : 0;
  }

  /** Failure links and the pieces they pop, by depth (algorithm 2 of the paper). */
  private void link() {
    for (int node : trie.breadthFirst()) {
      int token = trie.token(node);
      if (token == Trie.NONE) {
        linkInner(node, trie.parent(node), trie.character(node));
      } else {
        failure[node] = Trie.SUFFIX;
        pops[node] = new int[] {token};
      }
    }
  }

  private void linkInner(int node, int parent, char c) {
    int[] popped = pops[parent];
    int at = failure[parent];
    while (at != Trie.NONE && trie.child(at, c) == Trie.NONE) {
      popped = concat(popped, pops[at]);
      at = failure[at];
    }
    failure[node] = at == Trie.NONE ? Trie.NONE : trie.child(at, c);
    pops[node] = popped;
  }

  private static int[] concat(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Appends the pieces of a word; appends nothing and is false if it cannot be built. */
  boolean match(char[] text, int begin, int end, Sequence sequence) {
    int before = sequence.size();
    int at = piece(Trie.WORD, text, begin, end, sequence);
    while (at != Trie.NONE && at < end) {
      at = piece(Trie.SUFFIX, text, at, end, sequence);
    }
    if (at == Trie.NONE) {
      sequence.shrink(before);
    }
    return at != Trie.NONE;
  }

  /**
   * Appends the longest piece at {@code begin}, or several if it takes longer to know it.
   *
   * @return where they end, or NONE if there is no such piece
   */
  private int piece(int root, char[] text, int begin, int end, Sequence sequence) {
    int node = trie.child(root, text[begin]);
    if (node == Trie.NONE) {
      return Trie.NONE;
    }
    int at = begin + 1;
    int next;
    while (at < end && (next = trie.inner(node, text[at])) != Trie.NONE) {
      node = next;
      at++;
    }
    int token = trie.token(node);
    if (token == Trie.NONE) {
      return fail(node, text, begin, at, end, sequence);
    }
    sequence.add(token, begin, at);
    return at;
  }

  /** Goes on by failure links from a node at which no piece ends. */
  private int fail(int failed, char[] text, int begin, int failedAt, int end, Sequence sequence) {
    int node = failed;
    int piece = begin;
    int at = failedAt;
    while (node != Trie.SUFFIX) {
      if (failure[node] == Trie.NONE) {
        return Trie.NONE;
      }
      for (int popped : pops[node]) {
        sequence.add(popped, piece, piece + pieceLength[popped]);
        piece += pieceLength[popped];
      }
      node = failure[node];
      int next;
      while (node != Trie.SUFFIX && at < end && (next = trie.inner(node, text[at])) != Trie.NONE) {
        node = next;
        at++;
      }
    }
    return at;
  }
}
