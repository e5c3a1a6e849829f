package io.github.koelectra.core;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * A token of a text and what a classifier says about it.
 *
 * @param index its place in the sequence of all tokens of the text, the classifier token at 0
 * @param word the token; an unknown one by its source
 * @param scores the probabilities of the labels
 * @param begin where its source begins in the text that was read, in chars
 * @param end where its source ends
 * @param subword whether it goes on with the word before, as transformers decides
 * @param wordId the number of its word, of which punctuation is one by itself
 */
record Piece(
    int index, String word, double[] scores, int begin, int end, boolean subword, int wordId) {

  /** The id of the best label, the first of several. */
  int best() {
    return greatest(scores);
  }

  /** The index of the greatest score, the first of several. */
  static int greatest(double[] scores) {
    int greatest = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[greatest]) {
        greatest = i;
      }
    }
    return greatest;
  }

  /**
   * The tokens of a window without its special tokens.
   *
   * @param logits [tokens, labels]
   * @param first the index of the window's classifier token
   */
  static List<Piece> of(Encoding window, Tensor logits, int first, ElectraTokenizer tokenizer) {
    String unknown = tokenizer.options().specialTokens().unknown();
    List<Piece> pieces = new ArrayList<>(window.size());
    for (int i = 0; i < window.size(); i++) {
      if (!window.isSpecial(i)) {
        String token = window.token(i);
        String source = window.source(i);
        boolean known = !token.equals(unknown);
        pieces.add(
            new Piece(
                first + i,
                known ? token : source,
                ScoreFunction.softmax(logits.row(i)),
                window.begin(i),
                window.end(i),
                known && codePoints(token) != codePoints(source),
                window.wordId(i).orElseThrow()));
      }
    }
    return pieces;
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }
}
