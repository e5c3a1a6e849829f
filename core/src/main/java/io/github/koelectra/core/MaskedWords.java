package io.github.koelectra.core;

import io.github.koelectra.electra.ElectraForMaskedLM;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.Encoding;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** The masks of encodings, and what a generator says of them. Safe to share between threads. */
final class MaskedWords {
  private final KoElectra<ElectraForMaskedLM> koElectra;
  private final int mask;

  /**
   * The masks of a generator's vocabulary.
   *
   * @throws IllegalArgumentException if it has none
   */
  MaskedWords(KoElectra<ElectraForMaskedLM> koElectra) {
    this.koElectra = koElectra;
    String name = maskName();
    mask =
        koElectra
            .tokenizer()
            .vocabulary()
            .id(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the vocabulary has no " + name + ", so no word can be masked"));
  }

  /** A token of the vocabulary and its probability. */
  record Guess(int token, double score) {}

  private String maskName() {
    return koElectra.tokenizer().options().specialTokens().mask();
  }

  /** The id of the mask. */
  int mask() {
    return mask;
  }

  /** What to say of a text without mask. */
  String missing(boolean truncated) {
    return "the text has no "
        + maskName()
        + (truncated ? " before the place where it was truncated" : "")
        + "; put one where a word is to be filled in";
  }

  /** Runs a batch: for each encoding a row for each of its masks [masks, vocabulary]. */
  List<Tensor> rows(List<Encoding> batch) {
    IntStream.Builder places = IntStream.builder();
    int[] masks = new int[batch.size()];
    int begin = 0;
    for (int e = 0; e < masks.length; e++) {
      Encoding encoding = batch.get(e);
      for (int i = 0; i < encoding.size(); i++) {
        if (encoding.id(i) == mask) {
          places.add(begin + i);
          masks[e]++;
        }
      }
      begin += encoding.size();
    }
    Tensor logits = koElectra.model().predict(KoElectra.batch(batch), places.build().toArray());
    return KoElectra.slices(logits, IntStream.of(masks));
  }

  /** Which mask of an encoding the one in row {@code row} is, from 0. */
  int rank(Encoding encoding, int row) {
    return (int) IntStream.range(0, row).filter(i -> encoding.id(i) == mask).count();
  }

  /** Tokens between the special ones that the tokenizer adds. */
  int[] framed(int[] tokens) {
    int[] frame = koElectra.tokenizer().encode("").ids();
    int[] framed = new int[tokens.length + 2];
    framed[0] = frame[0];
    System.arraycopy(tokens, 0, framed, 1, tokens.length);
    framed[framed.length - 1] = frame[1];
    return framed;
  }

  /**
   * The ids of words, of each its first token, without repetition.
   *
   * @throws IllegalArgumentException if one has no token
   */
  List<Integer> ids(List<String> words) {
    ElectraTokenizer tokenizer = koElectra.tokenizer();
    return words.stream()
        .map(
            word -> {
              int[] ids =
                  tokenizer.vocabulary().id(word).isPresent()
                      ? tokenizer.convertTokensToIds(List.of(word))
                      : tokenizer.encode(word, EncodeOptions.DEFAULT.withoutSpecialTokens()).ids();
              if (ids.length == 0) {
                throw new IllegalArgumentException("the target \"" + word + "\" has no token");
              }
              return ids[0];
            })
        .distinct()
        .toList();
  }

  /**
   * The best tokens, equal ones in the order of their ids.
   *
   * @param probabilities of all tokens
   * @param targets to choose from; all if there are none
   */
  static List<Guess> best(double[] probabilities, int topK, List<Integer> targets) {
    IntStream candidates =
        targets.isEmpty()
            ? IntStream.range(0, probabilities.length)
            : targets.stream().mapToInt(Integer::intValue);
    Comparator<Guess> better =
        Comparator.comparingDouble(Guess::score).reversed().thenComparingInt(Guess::token);
    PriorityQueue<Guess> kept = new PriorityQueue<>(better.reversed());
    candidates.forEach(
        token -> {
          double score = probabilities[token];
          if (kept.size() < topK || score >= kept.element().score()) {
            kept.add(new Guess(token, score));
            if (kept.size() > topK) {
              kept.remove();
            }
          }
        });
    return kept.stream().sorted(better).toList();
  }
}
