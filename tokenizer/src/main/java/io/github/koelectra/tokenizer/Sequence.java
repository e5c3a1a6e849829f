package io.github.koelectra.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The tokens of one text before special tokens, with offsets and words. */
record Sequence(
    String text, IntArrayList ids, IntArrayList begins, IntArrayList ends, IntArrayList words) {
  Sequence(String text) {
    this(text, new IntArrayList(), new IntArrayList(), new IntArrayList(), new IntArrayList());
  }

  void add(int id, int begin, int end, int word) {
    ids.add(id);
    begins.add(begin);
    ends.add(end);
    words.add(word);
  }

  int size() {
    return ids.size();
  }
}
