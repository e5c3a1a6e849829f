package io.github.koelectra.train.pretrain;

import io.github.koelectra.train.pretrain.Draws.Purpose;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sequence for each text. Of a long one a stretch that its number decides, another in each epoch:
 * so there are as many sequences as texts, and one can be passed over without its tokens.
 */
final class SingleTexts implements Sequences {
  private final Source<String> texts;
  private final Pieces pieces;
  private final long seed;

  SingleTexts(Source<String> texts, Pieces pieces, long seed) {
    this.texts = texts;
    this.pieces = pieces;
    this.seed = seed;
  }

  @Override
  public Optional<TokenSequence> next(long number) throws IOException {
    return texts.next().map(text -> sequence(pieces.of(text), number));
  }

  private TokenSequence sequence(int[] ids, long number) {
    int room = pieces.maxLength() - 2;
    if (ids.length > room) {
      int begin = Draws.of(seed, Purpose.STRETCH, number).below(ids.length - room + 1);
      return pieces.single(Arrays.copyOfRange(ids, begin, begin + room));
    }
    return pieces.single(ids.length == 0 ? pieces.nothing() : ids);
  }

  @Override
  public boolean skip() throws IOException {
    return texts.next().isPresent();
  }

  @Override
  public void close() throws IOException {
    texts.close();
  }
}
