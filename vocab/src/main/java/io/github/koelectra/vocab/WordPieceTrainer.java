package io.github.koelectra.vocab;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tokenizer.TokenizerOptions.SpecialTokens;
import io.github.koelectra.tokenizer.Vocabulary;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Makes a WordPiece vocabulary from the words of a text: the special tokens in KoELECTRA's order,
 * the unused ones, the letters as the beginning and as the continuation of words, each where it
 * occurs, by code points; then the pieces that joining the most frequent pairs finds, as Hugging
 * Face's trainer of that name does. The same words give the same vocabulary, whatever the threads.
 * Immutable and safe to share.
 */
public final class WordPieceTrainer {
  private final WordPieceOptions options;
  private final Parallel parallel;

  /**
   * A trainer.
   *
   * @param parallel what counts pairs; joining them is the caller's
   */
  public WordPieceTrainer(WordPieceOptions options, Parallel parallel) {
    this.options = options;
    this.parallel = parallel;
  }

  /**
   * What became of a text.
   *
   * @param vocabulary the tokens; fewer than asked for if no more pairs are frequent enough
   * @param letters how many different letters it is made of
   * @param pieces how many tokens are longer than a letter
   * @param unknown how many words of the text, each as often as it occurs, it has only the unknown
   *     token for
   */
  public record Trained(Vocabulary vocabulary, int letters, int pieces, long unknown) {}

  /**
   * Makes the vocabulary.
   *
   * @param progress told now and then how many tokens there are
   * @throws IllegalArgumentException if there are no words, or the letters do not fit
   */
  public Trained train(WordCounts counts, IntConsumer progress) {
    if (counts.distinct() == 0) {
      throw new IllegalArgumentException("there are no words to make a vocabulary of");
    }
    Alphabet alphabet = Alphabet.of(counts, options.alphabetLimit());
    List<String> known = counts.counts().keySet().stream().filter(alphabet::spells).toList();
    Pieces pieces = new Pieces();
    reserve(pieces);
    int reserved = pieces.size();
    int letters = addLetters(pieces, known);
    int least = pieces.size();
    if (least > options.size()) {
      throw tooSmall(reserved, least);
    }
    Words words = spell(known, counts, pieces);
    merge(words, pieces, progress);
    long spelled = 0;
    for (int word = 0; word < words.size(); word++) {
      spelled += words.count(word);
    }
    return new Trained(
        Vocabulary.of(pieces.tokens()), letters, pieces.size() - least, counts.total() - spelled);
  }

  private void reserve(Pieces pieces) {
    SpecialTokens names = SpecialTokens.BERT;
    List.of(names.padding(), names.unknown(), names.classifier(), names.separator(), names.mask())
        .forEach(pieces::add);
    for (int i = 0; i < options.unused(); i++) {
      pieces.add("[unused" + i + "]");
    }
  }

  /** Adds the letters as they occur; returns how many there are. */
  private static int addLetters(Pieces pieces, List<String> words) {
    Set<Integer> beginning = new TreeSet<>();
    Set<Integer> continuing = new TreeSet<>();
    for (String word : words) {
      int first = word.codePointAt(0);
      beginning.add(first);
      word.codePoints().skip(1).forEach(continuing::add);
    }
    beginning.forEach(letter -> pieces.add(Pieces.spelling(letter, true)));
    continuing.forEach(letter -> pieces.add(Pieces.spelling(letter, false)));
    beginning.addAll(continuing);
    return beginning.size();
  }

  private IllegalArgumentException tooSmall(int reserved, int least) {
    return new IllegalArgumentException(
        "a vocabulary of "
            + options.size()
            + " tokens is too small for "
            + reserved
            + " special and unused tokens and "
            + (least - reserved)
            + " letters, at the beginning of words and within; make its size at least "
            + least
            + " or the alphabet limit or the unused tokens fewer");
  }

  private static Words spell(List<String> known, WordCounts counts, Pieces pieces) {
    long letters = known.stream().mapToLong(w -> w.codePointCount(0, w.length())).sum();
    Words words = new Words(known.size(), Math.toIntExact(letters));
    for (String word : known) {
      int[] spelling = word.codePoints().toArray();
      for (int i = 0; i < spelling.length; i++) {
        spelling[i] = pieces.letter(spelling[i], i == 0);
      }
      words.add(spelling, counts.counts().get(word).get());
    }
    return words;
  }

  private void merge(Words words, Pieces pieces, IntConsumer progress) {
    Merges merges = new Merges(words, pieces, Pairs.of(words, parallel), options.minFrequency());
    boolean more = true;
    while (more && pieces.size() < options.size()) {
      more = merges.next();
      progress.accept(pieces.size());
    }
  }
}
