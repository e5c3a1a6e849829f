package io.github.koelectra.train.pretrain;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Texts one behind the other, a separator behind each, as many as fit: {@code [CLS] text [SEP] text
 * [SEP]}, all of type 0. A text that is too long for a sequence of its own goes on in the next.
 */
final class PackedTexts implements Sequences {
  private final Source<String> texts;
  private final Pieces pieces;
  private final int room;
  private int[] waiting = new int[0];
  private long read;

  PackedTexts(Source<String> texts, Pieces pieces) {
    this.texts = texts;
    this.pieces = pieces;
    this.room = pieces.maxLength() - 2;
  }

  @Override
  public Optional<TokenSequence> next(long number) throws IOException {
    return sequence();
  }

  @Override
  public boolean skip() throws IOException {
    return sequence().isPresent();
  }

  @Override
  public Optional<Place> place() {
    return Optional.of(new Place(read, waiting.length));
  }

  /** Of all the texts before only the last is made into tokens. */
  @Override
  public void goTo(Place place) throws IOException {
    Optional<String> last = Optional.empty();
    for (; read < place.texts(); read++) {
      last = texts.next();
    }
    int[] ids = place.waiting() == 0 ? new int[0] : pieces.of(last.orElse(""));
    if (ids.length < place.waiting()) {
      throw new IOException("the texts are not those that were learnt from before");
    }
    waiting = Arrays.copyOfRange(ids, ids.length - place.waiting(), ids.length);
  }

  private Optional<TokenSequence> sequence() throws IOException {
    int[] ids = new int[room];
    int size = 0;
    while (tokensWait()) {
      int taken = Math.min(waiting.length, room);
      int begin = size == 0 ? 0 : size + 1;
      if (begin + taken > room) {
        break;
      }
      if (size > 0) {
        ids[size] = pieces.separator();
      }
      System.arraycopy(waiting, 0, ids, begin, taken);
      waiting = Arrays.copyOfRange(waiting, taken, waiting.length);
      size = begin + taken;
    }
    return size == 0 ? Optional.empty() : Optional.of(pieces.single(Arrays.copyOf(ids, size)));
  }

  /** Whether there are tokens to come, after further texts were read if need be. */
  private boolean tokensWait() throws IOException {
    while (waiting.length == 0) {
      Optional<String> text = texts.next();
      if (text.isEmpty()) {
        return false;
      }
      read++;
      waiting = pieces.of(text.get());
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    texts.close();
  }
}
