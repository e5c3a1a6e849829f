package io.github.koelectra.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
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
  private static final int NONE = -1;
  private static final int WORD = 0;
  private static final int SUFFIX = 1;

  private final Long2IntOpenHashMap edges = new Long2IntOpenHashMap();
  private final IntArrayList tokenOf = new IntArrayList();
  private final IntArrayList breadthFirst = new IntArrayList();
  private final IntArrayList pops = new IntArrayList();
  private final int[] pieceLength;
  private int[] failure;
  private int[] popsBegin;

  WordPieceTrie(Vocabulary vocabulary, int maxWordLength) {
    edges.defaultReturnValue(NONE);
    tokenOf.add(NONE);
    tokenOf.add(NONE);
    pieceLength = new int[vocabulary.size()];
    LevelOrder levels = new LevelOrder();
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      boolean suffix = token.startsWith(CONTINUATION) && token.length() > CONTINUATION.length();
      String piece = suffix ? token.substring(CONTINUATION.length()) : token;
      pieceLength[id] = piece.length();
      if (!piece.isEmpty() && piece.length() <= 2 * maxWordLength) {
        insert(piece, suffix ? SUFFIX : WORD, id, levels);
      }
    }
    levels.appendTo(breadthFirst);
    link(levels);
  }

  private static long key(int node, char c) {
    return ((long) node << Character.SIZE) | c;
  }

  private void insert(String piece, int root, int id, LevelOrder levels) {
    int node = root;
    for (int i = 0; i < piece.length(); i++) {
      long key = key(node, piece.charAt(i));
      int next = edges.get(key);
      if (next == NONE) {
        next = tokenOf.size();
        tokenOf.add(NONE);
        edges.put(key, next);
        levels.add(next, node, piece.charAt(i), i);
      }
      node = next;
    }
    tokenOf.set(node, id);
  }

  /** Failure links and the pieces they pop, level by level (algorithm 2 of the paper). */
  private void link(LevelOrder levels) {
    int nodes = tokenOf.size();
    failure = new int[nodes];
    popsBegin = new int[2 * nodes];
    Arrays.fill(failure, NONE);
    for (int i = 0; i < breadthFirst.size(); i++) {
      int node = breadthFirst.getInt(i);
      popsBegin[2 * node] = pops.size();
      if (tokenOf.getInt(node) != NONE) {
        failure[node] = SUFFIX;
        pops.add(tokenOf.getInt(node));
      } else {
        linkInner(node, levels.parent(node), levels.character(node));
      }
      popsBegin[2 * node + 1] = pops.size();
    }
  }

  private void linkInner(int node, int parent, char c) {
    int begin = pops.size();
    copyPops(parent);
    int at = failure[parent];
    while (at != NONE && edges.get(key(at, c)) == NONE) {
      copyPops(at);
      at = failure[at];
    }
    if (at == NONE) {
      pops.size(begin);
    } else {
      failure[node] = edges.get(key(at, c));
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
    int node = WORD;
    for (int i = begin; i < end; i++) {
      int next = edges.get(key(node, text[i]));
      while (next == NONE) {
        if (failure[node] == NONE) {
          pieces.size(before);
          return false;
        }
        pop(node, pieces);
        node = failure[node];
        next = edges.get(key(node, text[i]));
      }
      node = next;
    }
    while (node != SUFFIX) {
      if (failure[node] == NONE) {
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

  /** The nodes by depth, with what led to them. */
  private static final class LevelOrder {
    private final List<IntArrayList> levels = new ArrayList<>();
    private final IntArrayList parents = new IntArrayList(new int[] {NONE, NONE});
    private final StringBuilder characters = new StringBuilder("\0\0");

    void add(int node, int parent, char c, int depth) {
      if (depth == levels.size()) {
        levels.add(new IntArrayList());
      }
      levels.get(depth).add(node);
      parents.add(parent);
      characters.append(c);
    }

    int parent(int node) {
      return parents.getInt(node);
    }

    char character(int node) {
      return characters.charAt(node);
    }

    void appendTo(IntArrayList order) {
      levels.forEach(order::addAll);
    }
  }
}
