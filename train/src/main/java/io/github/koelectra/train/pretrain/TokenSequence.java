package io.github.koelectra.train.pretrain;

/**
 * What a model sees at a time.
 *
 * @param inputIds with [CLS] and [SEP]
 * @param tokenTypeIds as many token types
 */
record TokenSequence(int[] inputIds, int[] tokenTypeIds) {
  int size() {
    return inputIds.length;
  }
}
