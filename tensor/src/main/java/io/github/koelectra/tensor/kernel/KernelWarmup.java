package io.github.koelectra.tensor.kernel;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs the same operations with two kernels, a candidate and those in use, to have the candidate
 * compiled and to see when it is. Belongs to one thread.
 *
 * <p>Each operation is timed alone and by its shortest run, which holds on a busy processor and
 * under a quota too: a thread is interrupted after milliseconds, and a run takes microseconds.
 * Should all runs be interrupted, an attempt is lost, and there is always another. Attempts are
 * short and pauses long, for it is the compiler that needs the processor.
 */
final class KernelWarmup implements LongSupplier {
  /** What {@link #getAsLong} returns when the candidate is compiled and faster. */
  static final long COMPILED = 0;

  /** How often in a row the candidate must be faster. */
  static final int WINS = 3;

  /** Of so many runs the shortest counts. */
  static final int RUNS = 3;

  static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(5);

  /** How many attempts without progress there are before pauses grow. */
  static final int FIRST_ATTEMPTS = 60;

  /** How often an attempt runs what is not compiled: rarely, for its vectors are objects. */
  static final int TRAINING_RUNS = 16;

  /** How long it takes for that at most: interpreted loops are soon compiled the first time. */
  static final long TRAINING_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A candidate that takes more than so many times as long is not compiled. */
  private static final int NOT_COMPILED = 2;

  private final List<Runnable> candidate;
  private final List<Runnable> present;
  private final LongSupplier nanoTime;
  private int mostCompiled;
  private int attempts;
  private long pause = SHORTEST_PAUSE;

  /**
   * Compares kernels.
   *
   * @param candidate operations with the kernels that are not in use; the last is made of loops
   *     that the others are made of, too
   * @param present the same operations, in the same order, with those that are
   * @param nanoTime the clock, in nanoseconds
   */
  KernelWarmup(List<Runnable> candidate, List<Runnable> present, LongSupplier nanoTime) {
    this.candidate = candidate;
    this.present = present;
    this.nanoTime = nanoTime;
  }

  /**
   * Makes an attempt: whether the candidate is faster, {@value #WINS} times in a row, and none of
   * its operations seems not to be compiled. Those that do are run some more.
   *
   * @return {@link #COMPILED}, or how many nanoseconds to pause before the next attempt: after some
   *     attempts without progress each pause is an eighth longer than the one before, so that what
   *     is compiled late is noticed soon, and what never is costs next to nothing
   */
  @Override
  public long getAsLong() {
    for (int wins = 0; wins < WINS; wins++) {
      if (!candidateWins()) {
        attempts++;
        if (attempts > FIRST_ATTEMPTS) {
          pause = Math.min(LONGEST_PAUSE, pause + pause / 8);
        }
        return pause;
      }
    }
    return COMPILED;
  }

  /** Leaves out the last operation, which is made of the others', until they are compiled. */
  private boolean candidateWins() {
    long candidateNanos = 0;
    long presentNanos = 0;
    int compiled = 0;
    int last = candidate.size() - 1;
    for (int i = 0; i < last || (i == last && compiled == last); i++) {
      long wanted = shortest(present.get(i), Long.MAX_VALUE);
      long limit = NOT_COMPILED * wanted;
      long found = shortest(candidate.get(i), limit);
      if (found > limit) {
        train(i);
      } else {
        compiled++;
      }
      presentNanos += wanted;
      candidateNanos += found;
    }
    noteProgress(compiled);
    return compiled == candidate.size() && candidateNanos < presentNanos;
  }

  /** Begins anew with short pauses when more operations are compiled than ever before. */
  private void noteProgress(int compiled) {
    if (compiled > mostCompiled) {
      mostCompiled = compiled;
      attempts = 0;
      pause = SHORTEST_PAUSE;
    }
  }

  /** The shortest of {@value #RUNS} runs, or of two if both are longer than the limit. */
  private long shortest(Runnable operation, long limit) {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < RUNS && (i < 2 || shortest <= limit); i++) {
      long begin = nanoTime.getAsLong();
      operation.run();
      shortest = Math.min(shortest, nanoTime.getAsLong() - begin);
    }
    return shortest;
  }

  private void train(int operation) {
    long begin = nanoTime.getAsLong();
    for (int i = 0; i < TRAINING_RUNS && nanoTime.getAsLong() - begin < TRAINING_NANOS; i++) {
      candidate.get(operation).run();
      present.get(operation).run();
    }
  }
}
