package io.github.koelectra.train.pretrain;

import io.github.koelectra.train.Batches;
import io.github.koelectra.train.model.PretrainingBatch;
import io.github.koelectra.train.pretrain.Draws.Purpose;
import io.github.koelectra.train.pretrain.Masking.Guesses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sequences of one epoch after another with their guesses, by batches. Belongs to one thread.
 *
 * <p>Of packed texts one knows where a sequence begins only from the tokens of all before it. So
 * that a run that is continued need not make them again, it may keep the place of its batches.
 */
public final class PretrainingBatches implements Batches<PretrainingBatch> {
  private final PretrainingData data;
  private final long seed;
  private final long epochs;
  private final int batchSize;
  private long epoch;
  private long begun;
  private long number;
  private Sequences sequences;
  private Optional<Place> known = Optional.empty();

  /**
   * A place between two batches; it says the same to all batches of one seed and one data.
   *
   * @param batches how many come before it
   * @param epoch which epoch it is in, from 0
   * @param begun the sequences before that epoch
   * @param texts the texts of that epoch that are used up
   * @param waiting how many tokens of the last of them are to come in the next sequence
   */
  public record Place(long batches, long epoch, long begun, long texts, int waiting) {}

  PretrainingBatches(PretrainingData data, long seed, long epochs) {
    this.data = data;
    this.seed = seed;
    this.epochs = epochs;
    this.batchSize = data.options().batchSize();
    this.sequences = data.epoch(seed, epoch);
  }

  @Override
  public Optional<PretrainingBatch> next() throws IOException {
    List<TokenSequence> batch = new ArrayList<>();
    long first = number;
    while (batch.size() < batchSize && epoch < epochs) {
      Optional<TokenSequence> sequence = sequences.next(number);
      sequence.ifPresent(batch::add);
      advance(sequence.isPresent());
    }
    return batch.isEmpty() ? Optional.empty() : Optional.of(masked(batch, first));
  }

  /** Where the next batch begins, if one can go there without the tokens before. */
  public Optional<Place> place() {
    return sequences
        .place()
        .map(at -> new Place(number / batchSize, epoch, begun, at.texts(), at.waiting()));
  }

  /** Tells of a place: if it is where {@link #skip} is to go to, it goes there at once. */
  public void remember(Place place) {
    known = Optional.of(place);
  }

  @Override
  public void skip(long count) throws IOException {
    long end = number + Math.multiplyExact(count, batchSize);
    if (known.isPresent() && known.get().batches * batchSize == end) {
      goTo(known.get());
      return;
    }
    jump(end);
    while (number < end && epoch < epochs) {
      advance(sequences.skip());
    }
  }

  private void goTo(Place place) throws IOException {
    open(place.epoch);
    sequences.goTo(new Sequences.Place(place.texts, place.waiting));
    begun = place.begun;
    number = place.batches * batchSize;
  }

  /** Goes to the last epoch that begins before sequence {@code end}, if that is known. */
  private void jump(long end) throws IOException {
    long size = data.epochSize().orElse(Long.MAX_VALUE);
    long whole = Math.min((end - begun) / size, epochs - epoch);
    if (whole > 0) {
      begun += whole * size;
      number = begun;
      open(epoch + whole);
    }
  }

  private void advance(boolean found) throws IOException {
    if (found) {
      number++;
      return;
    }
    if (number == begun) {
      throw new IOException("the tokenizer keeps nothing of the texts to learn from");
    }
    begun = number;
    open(epoch + 1);
  }

  private void open(long next) throws IOException {
    sequences.close();
    epoch = next;
    sequences = data.epoch(seed, epoch);
  }

  private PretrainingBatch masked(List<TokenSequence> batch, long first) {
    int size = batch.size();
    PretrainingBatch masked =
        new PretrainingBatch(
            new int[size][], new int[size][], new int[size][], new boolean[size][]);
    for (int s = 0; s < size; s++) {
      TokenSequence sequence = batch.get(s);
      Draws draws = Draws.of(seed, Purpose.MASK, first + s);
      Guesses guesses = data.masking().choose(sequence.inputIds(), draws);
      masked.inputIds()[s] = sequence.inputIds();
      masked.tokenTypeIds()[s] = sequence.tokenTypeIds();
      masked.maskedPositions()[s] = guesses.positions();
      masked.keptToken()[s] = guesses.kept();
    }
    return masked;
  }

  @Override
  public void close() throws IOException {
    sequences.close();
  }
}
