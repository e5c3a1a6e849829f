package io.github.koelectra.tokenizer;

import java.util.Arrays;

/**
 * Words and suffixes as two tries in one: node 0 is the root of the pieces that begin a word, node
 * 1 that of those that go on. The roots, which have thousands of children, have a table by char;
 * all other children lie in one hash table. Immutable once the pieces are in.
 */
final class Trie {
  static final int NONE = -1;
  static final int WORD = 0;
  static final int SUFFIX = 1;

  /** An edge is its parent, its char and its child in one number, so that one load finds it. */
  private static final int NODE_BITS = 24;

  private static final int MOST_NODES = 1 << NODE_BITS;
  private static final int CHARS = 1 << Character.SIZE;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /** Most of the table stays free: one look-up a piece fails, and should do so at once. */
  private static final int LEAST_SPACE = 4;

  private final int[][] roots = new int[2][CHARS];
  private final long[] edges;
  private final int shift;
  private int size = 2;
  private final int[] parents;
  private final char[] characters;
  private final int[] tokens;

  /**
   * An empty trie.
   *
   * @param chars how many chars the pieces to come have in all
   */
  Trie(int chars) {
    int nodes = Math.min(chars, MOST_NODES);
    int capacity = LEAST_SPACE * Integer.highestOneBit(Math.max(1, nodes));
    edges = new long[capacity];
    shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
    parents = new int[nodes + size];
    characters = new char[nodes + size];
    tokens = new int[nodes + size];
    Arrays.fill(roots[WORD], NONE);
    Arrays.fill(roots[SUFFIX], NONE);
    tokens[WORD] = NONE;
    tokens[SUFFIX] = NONE;
  }

  /** Enters a piece, the text from {@code begin} on, below a root. */
  void insert(int root, String text, int begin, int token) {
    int node = root;
    for (int i = begin; i < text.length(); i++) {
      int next = child(node, text.charAt(i));
      node = next == NONE ? add(node, text.charAt(i)) : next;
    }
    tokens[node] = token;
  }

  private int add(int parent, char c) {
    if (size == MOST_NODES) {
      throw new IllegalArgumentException("the vocabulary has more than " + size + " prefixes");
    }
    int node = size++;
    parents[node] = parent;
    characters[node] = c;
    tokens[node] = NONE;
    if (parent <= SUFFIX) {
      roots[parent][c] = node;
    } else {
      edges[slot(parent, c)] = (key(parent, c) << NODE_BITS) | node;
    }
    return node;
  }

  private static long key(int node, char c) {
    return ((long) node << Character.SIZE) | c;
  }

  /** Where the edge lies, or where it would. */
  private int slot(int node, char c) {
    long key = key(node, c);
    int slot = (int) ((key * GOLDEN_RATIO) >>> shift);
    while (edges[slot] != 0 && edges[slot] >>> NODE_BITS != key) {
      slot = (slot + 1) & (edges.length - 1);
    }
    return slot;
  }

  int size() {
    return size;
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
    int[] depths = new int[size];
    int deepest = 0;
    for (int node = 2; node < size; node++) {
      depths[node] = depths[parents[node]] + 1;
      deepest = Math.max(deepest, depths[node]);
    }
    int[] begins = new int[deepest + 2];
    for (int node = 2; node < size; node++) {
      begins[depths[node] + 1]++;
    }
    for (int depth = 0; depth <= deepest; depth++) {
      begins[depth + 1] += begins[depth];
    }
    int[] order = new int[size - 2];
    for (int node = 2; node < size; node++) {
      order[begins[depths[node]]++] = node;
    }
    return order;
  }

  /** The child of any node along a char, if there is one. */
  int child(int node, char c) {
    return node <= SUFFIX ? roots[node][c] : inner(node, c);
  }

  /** The child of a node that is no root. */
  int inner(int node, char c) {
    long edge = edges[slot(node, c)];
    return edge == 0 ? NONE : (int) edge & (MOST_NODES - 1);
  }
}
