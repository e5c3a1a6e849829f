package io.github.koelectra.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Words and suffixes as two tries in one: node 0 is the root of the pieces that begin a word, node
 * 1 that of those that go on. Children of a node lie side by side in the order of their chars; the
 * roots, which have thousands, have a table. Immutable.
 */
final class Trie {
  static final int NONE = -1;
  static final int WORD = 0;
  static final int SUFFIX = 1;

  private static final int CHARS = 1 << Character.SIZE;
  private static final int FEW = 8;

  private final int[] parents;
  private final char[] characters;
  private final int[] tokens;
  private final int[] depths;
  private final int[] childBegin;
  private final int[] children;
  private final int[][] roots = new int[2][CHARS];

  /**
   * A piece of a word.
   *
   * @param text its chars
   * @param root where it hangs
   * @param id its token
   */
  record Piece(String text, int root, int id) {}

  Trie(List<Piece> pieces) {
    Builder builder = new Builder();
    pieces.stream()
        .sorted((a, b) -> a.root == b.root ? a.text.compareTo(b.text) : a.root - b.root)
        .forEach(builder::insert);
    int nodes = builder.tokens.size();
    parents = builder.parents.toIntArray();
    tokens = builder.tokens.toIntArray();
    depths = builder.depths.toIntArray();
    characters = builder.characters.toString().toCharArray();
    childBegin = new int[nodes + 1];
    children = new int[nodes];
    linkChildren(nodes);
  }

  private void linkChildren(int nodes) {
    for (int node = 2; node < nodes; node++) {
      childBegin[parents[node] + 1]++;
    }
    for (int node = 0; node < nodes; node++) {
      childBegin[node + 1] += childBegin[node];
    }
    int[] next = childBegin.clone();
    Arrays.fill(roots[WORD], NONE);
    Arrays.fill(roots[SUFFIX], NONE);
    for (int node = 2; node < nodes; node++) {
      children[next[parents[node]]++] = node;
      if (parents[node] <= SUFFIX) {
        roots[parents[node]][characters[node]] = node;
      }
    }
  }

  int size() {
    return tokens.length;
  }

  int parent(int node) {
    return parents[node];
  }

  char character(int node) {
    return characters[node];
  }

  /** The token that ends at a node, if one does. */
  int token(int node) {
    return tokens[node];
  }

  /** All nodes but the roots, by depth. */
  int[] breadthFirst() {
    int[] order = new int[size() - 2];
    int deepest = Arrays.stream(depths).max().orElse(0);
    int[] begins = new int[deepest + 2];
    for (int node = 2; node < size(); node++) {
      begins[depths[node] + 1]++;
    }
    for (int depth = 0; depth <= deepest; depth++) {
      begins[depth + 1] += begins[depth];
    }
    for (int node = 2; node < size(); node++) {
      order[begins[depths[node]]++] = node;
    }
    return order;
  }

  /** The child of a node along a char, if there is one. */
  int child(int node, char c) {
    if (node <= SUFFIX) {
      return roots[node][c];
    }
    int low = childBegin[node];
    int high = childBegin[node + 1];
    while (high - low > FEW) {
      int middle = (low + high) >>> 1;
      if (characters[children[middle]] <= c) {
        low = middle;
      } else {
        high = middle;
      }
    }
    for (int i = low; i < high; i++) {
      if (characters[children[i]] == c) {
        return children[i];
      }
    }
    return NONE;
  }

  /** Takes pieces in order and shares the path with the one before. */
  private static final class Builder {
    private final IntArrayList parents = new IntArrayList(new int[] {NONE, NONE});
    private final IntArrayList tokens = new IntArrayList(new int[] {NONE, NONE});
    private final IntArrayList depths = new IntArrayList(new int[] {0, 0});
    private final StringBuilder characters = new StringBuilder("\0\0");
    private final IntArrayList path = new IntArrayList();
    private String last = "";
    private int lastRoot = WORD;

    void insert(Piece piece) {
      int shared = 0;
      int limit = piece.root == lastRoot ? Math.min(last.length(), piece.text.length()) : 0;
      while (shared < limit && last.charAt(shared) == piece.text.charAt(shared)) {
        shared++;
      }
      path.size(shared);
      for (int i = shared; i < piece.text.length(); i++) {
        int node = tokens.size();
        parents.add(i == 0 ? piece.root : path.getInt(i - 1));
        tokens.add(NONE);
        depths.add(i);
        characters.append(piece.text.charAt(i));
        path.add(node);
      }
      tokens.set(path.getInt(path.size() - 1), piece.id);
      last = piece.text;
      lastRoot = piece.root;
    }
  }
}
