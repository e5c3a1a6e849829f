package io.github.koelectra.train.pretrain;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.Batches;
import io.github.koelectra.train.model.PretrainingBatch;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.pretrain.Draws.Purpose;
import io.github.koelectra.train.run.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Text files to pretrain on: UTF-8, a text or sentence a line, of any size. They are read as
 * batches are asked for; what is in memory is a shuffle buffer. Immutable and safe to share between
 * threads.
 */
public final class PretrainingData {
  /** What a sequence is made of. */
  public enum Segments {
    /** A text; of a long one a stretch, another in each epoch. */
    ONE,
    /** Two neighbouring parts of a document of several lines, as ELECTRA was published. */
    TWO,
    /** Texts one behind the other, as many as fit. */
    PACKED
  }

  /**
   * How sequences are made.
   *
   * @param segments what they are made of
   * @param maxLength the most tokens of one
   * @param batchSize sequences of a batch
   * @param shuffleBuffer texts (with {@link Segments#TWO} sequences) that are shuffled in memory
   * @param maskProb the share of tokens that are to be guessed
   * @param distinctPositions whether a position is drawn once at most; as published it is not
   */
  public record Options(
      Segments segments,
      int maxLength,
      int batchSize,
      int shuffleBuffer,
      double maskProb,
      boolean distinctPositions) {
    private static final int SHORTEST = 8;

    /** Checks the numbers; messages begin with the name of what is wrong. */
    public Options {
      demand(maxLength >= SHORTEST, "max-length must be at least " + SHORTEST, maxLength);
      demand(batchSize >= 1, "batch-size must be at least 1", batchSize);
      demand(shuffleBuffer >= 1, "shuffle-buffer must be at least 1", shuffleBuffer);
      demand(maskProb > 0 && maskProb < 1, "mask-prob must be between 0 and 1", maskProb);
    }

    /** The same without shuffling. */
    public Options inOrder() {
      return new Options(segments, maxLength, batchSize, 1, maskProb, distinctPositions);
    }

    private static void demand(boolean fits, String wanted, Number value) {
      if (!fits) {
        throw new IllegalArgumentException(wanted + ", not " + value);
      }
    }
  }

  private final List<Path> files;
  private final Options options;
  private final Pieces pieces;
  private final Masking masking;
  private final Survey survey;

  private PretrainingData(List<Path> files, Options options, Pieces pieces, Survey survey) {
    this.files = files;
    this.options = options;
    this.pieces = pieces;
    this.masking =
        new Masking(
            options.maskProb, options.maxLength, options.distinctPositions, pieces::mayBeMasked);
    this.survey = survey;
  }

  /**
   * Opens text files, and reads them once from end to end: better now than in the middle of a run
   * one learns that a line is broken.
   *
   * @throws IOException if one cannot be read or is not UTF-8, or there is no text in them
   * @throws IllegalArgumentException if the tokenizer's vocabulary has no token for masks
   */
  public static PretrainingData open(List<Path> files, ElectraTokenizer tokenizer, Options options)
      throws IOException {
    List<Path> all = List.copyOf(files);
    Survey survey = Survey.of(all);
    if (survey.texts() == 0) {
      throw new IOException("there is no text to learn from in " + all);
    }
    return new PretrainingData(all, options, new Pieces(tokenizer, options.maxLength), survey);
  }

  /** The number of lines that are not blank. */
  public long texts() {
    return survey.texts();
  }

  /** The batches of an epoch, if it is known without making them; one may begin within another. */
  public OptionalLong batchesPerEpoch() {
    return options.segments == Segments.ONE
        ? OptionalLong.of(Math.ceilDiv(texts(), options.batchSize))
        : OptionalLong.empty();
  }

  /** SHA-256 of all lines: whether a run may be continued with these texts. */
  public String digest() {
    return survey.digest();
  }

  /** Batches without an end, epoch after epoch in another order. */
  public PretrainingBatches batches(long seed) {
    return new PretrainingBatches(this, seed, Long.MAX_VALUE);
  }

  /** The batches of one epoch, the last of which may be smaller, with fixed guesses: to test on. */
  Batches<PretrainingBatch> once(long seed) {
    return new PretrainingBatches(this, seed, 1);
  }

  /**
   * Measures two models under training on the first sequences of these texts, which are not learnt
   * from: the mean loss of a batch and what the model tells of both of its parts. Always the same
   * tokens are to be guessed, and the same random numbers draw the guesses.
   *
   * @param seed what all that follows from
   * @param most how many sequences are taken at most; they are kept in memory
   */
  public Trainer.Measure measure(PretrainingModel model, long seed, int most) throws IOException {
    return new HeldOut(model, sample(seed, most), seed);
  }

  private List<PretrainingBatch> sample(long seed, int most) throws IOException {
    List<PretrainingBatch> sample = new ArrayList<>();
    try (Batches<PretrainingBatch> batches = once(seed)) {
      int count = Math.max(1, most / options.batchSize);
      Optional<PretrainingBatch> next = batches.next();
      while (next.isPresent() && sample.size() < count) {
        sample.add(next.get());
        next = batches.next();
      }
    }
    return sample;
  }

  Options options() {
    return options;
  }

  Masking masking() {
    return masking;
  }

  /** The number of sequences of each epoch, if it is known without making them. */
  OptionalLong epochSize() {
    return options.segments == Segments.ONE ? OptionalLong.of(texts()) : OptionalLong.empty();
  }

  /** The sequences of an epoch. */
  Sequences epoch(long seed, long epoch) {
    Source<String> lines = new TextLines(shuffled(Draws.of(seed, Purpose.FILES, epoch)));
    Draws order = Draws.of(seed, Purpose.ORDER, epoch);
    int buffer = options.shuffleBuffer;
    return switch (options.segments) {
      case ONE ->
          new SingleTexts(
              new ShuffleBuffer<>(new WithoutBlanks(lines), String::length, buffer, order),
              pieces,
              seed);
      case PACKED ->
          new PackedTexts(
              new ShuffleBuffer<>(new WithoutBlanks(lines), String::length, buffer, order), pieces);
      case TWO ->
          Sequences.of(
              new ShuffleBuffer<>(
                  new SegmentPairs(lines, pieces, Draws.of(seed, Purpose.SEGMENTS, epoch)),
                  TokenSequence::size,
                  buffer,
                  order));
    };
  }

  private List<Path> shuffled(Draws draws) {
    List<Path> left = new ArrayList<>(files);
    List<Path> order = new ArrayList<>();
    while (!left.isEmpty()) {
      order.add(left.remove(draws.below(left.size())));
    }
    return order;
  }
}
