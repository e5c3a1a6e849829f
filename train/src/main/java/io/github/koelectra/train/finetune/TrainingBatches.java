package io.github.koelectra.train.finetune;

import io.github.koelectra.train.Batches;
import io.github.koelectra.train.model.LabelledBatch;
import java.util.Arrays;
import java.util.Optional;

/**
 * The batches of a fine-tuning run: every epoch has all sequences in an order of its own, which is
 * a function of seed and epoch; its last batch may be smaller. Belongs to one thread.
 */
public final class TrainingBatches implements Batches<LabelledBatch> {
  private final Features features;
  private final int batchSize;
  private final long seed;
  private final long batchesPerEpoch;
  private final long size;
  private long position;
  private long shuffledEpoch = -1;
  private int[] order = {};

  /**
   * Batches of a data set.
   *
   * @param batchSize the sequences of a batch
   * @param epochs how often the data are seen
   * @throws IllegalArgumentException if a number is not positive
   */
  public TrainingBatches(Features features, int batchSize, int epochs, long seed) {
    if (batchSize < 1 || epochs < 1) {
      throw new IllegalArgumentException("batch size and epochs must be at least 1");
    }
    this.features = features;
    this.batchSize = batchSize;
    this.seed = seed;
    batchesPerEpoch = Math.ceilDiv(features.size(), batchSize);
    size = Math.multiplyExact(batchesPerEpoch, (long) epochs);
  }

  /** The number of batches of all epochs. */
  public long size() {
    return size;
  }

  /** The number of batches of an epoch. */
  public long batchesPerEpoch() {
    return batchesPerEpoch;
  }

  @Override
  public Optional<LabelledBatch> next() {
    if (position == size) {
      return Optional.empty();
    }
    long epoch = position / batchesPerEpoch;
    if (epoch != shuffledEpoch) {
      order = Shuffle.order(features.size(), seed, epoch);
      shuffledEpoch = epoch;
    }
    int begin = Math.toIntExact(position % batchesPerEpoch * batchSize);
    int end = Math.min(begin + batchSize, order.length);
    position++;
    return Optional.of(features.batch(Arrays.copyOfRange(order, begin, end)));
  }

  /** Takes the same short time for any count. */
  @Override
  public void skip(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("batches cannot be taken back");
    }
    position = count > size - position ? size : position + count;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
