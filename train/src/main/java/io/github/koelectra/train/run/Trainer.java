package io.github.koelectra.train.run;

import io.github.koelectra.tensor.kernel.AdamKernels;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Batches;
import io.github.koelectra.train.Learner;
import io.github.koelectra.train.Meter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains a model: takes batches, adds up gradients, clips them, steps, logs, evaluates and saves.
 * The bits of everything but speeds follow from the settings and the data alone, also where a run
 * was stopped or killed and continued. For one run on one thread; kernels may use several.
 *
 * <pre>{@code
 * Trainer.Task<LabelledBatch> task = Trainer.Task.of(model, batches, Map.of("data", digest));
 * try (RunDirectory directory = RunDirectory.open(path, RunDirectory.Mode.NEW, Set.of())) {
 *   Trainer.End end = new Trainer<>(task, settings, kernels).run(directory, listener, () -> false);
 * }
 * }</pre>
 *
 * @param <B> a batch
 */
public final class Trainer<B> {
  private final Task<B> task;
  private final TrainingSettings settings;
  private final Kernels kernels;

  /** A trainer of one run. */
  public Trainer(Task<B> task, TrainingSettings settings, Kernels kernels) {
    this.task = task;
    this.settings = settings;
    this.kernels = kernels;
  }

  /**
   * What an evaluation tells a meter, as the log shows it: means, and areas under the ROC.
   *
   * @param evaluation is given the meter
   */
  public static SequencedMap<String, Double> told(Consumer<Meter> evaluation) {
    Interval interval = Interval.whole();
    evaluation.accept(interval);
    return interval.told();
  }

  /**
   * What is to be done.
   *
   * @param learner the model
   * @param batches the data from their beginning; the caller closes them
   * @param batchesPerEpoch how many are an epoch; 0 if nobody knows
   * @param description what else than the settings the run's bits follow from, such as digests of
   *     the data: a run is continued only where all is as it was
   * @param validation how the model is judged, if it is
   * @param modelFiles writes what makes the folder of a checkpoint one of a model
   */
  public record Task<B>(
      Learner<B> learner,
      Batches<B> batches,
      long batchesPerEpoch,
      Map<String, String> description,
      Optional<Validation> validation,
      ModelFiles modelFiles) {
    /** Copies the description. */
    public Task {
      description = Map.copyOf(description);
    }

    /** Without epochs, evaluation and files beside the weights. */
    public static <B> Task<B> of(
        Learner<B> learner, Batches<B> batches, Map<String, String> description) {
      return new Task<>(learner, batches, 0, description, Optional.empty(), _ -> {});
    }
  }

  /**
   * How a model is judged while it is trained.
   *
   * @param mainMetric the name of the metric of which higher is better
   * @param measure evaluates the model as it is
   * @param keep called where it is better than ever before
   */
  public record Validation(String mainMetric, Measure measure, Keep keep) {}

  /** Evaluates a model. */
  @FunctionalInterface
  public interface Measure {
    /**
     * Its metrics by name; NaN for what is not defined.
     *
     * @param between to be run before each batch: its {@link
     *     java.util.concurrent.CancellationException} says that the run is asked to stop, and must
     *     be passed on
     */
    SequencedMap<String, Double> measure(Runnable between) throws IOException;
  }

  /** Keeps a model. */
  @FunctionalInterface
  public interface Keep {
    /** Writes its parameters to a place of their own. */
    void keep() throws IOException;
  }

  /** Writes the files of a model that are not weights. */
  @FunctionalInterface
  public interface ModelFiles {
    /** Writes them into {@code directory}. */
    void writeTo(Path directory) throws IOException;
  }

  /** Is told how the run goes. */
  public interface Listener {
    /** Of a run that is continued: at which step. */
    default void resumed(long step) {}

    /** A step is done. */
    default void stepped(Progress progress) {}

    /** A checkpoint is written. */
    default void saved(Path checkpoint) {}

    /** An evaluation is done. */
    default void evaluated(Evaluated evaluated) {}
  }

  /**
   * A step that is done.
   *
   * @param step how many are done
   * @param totalSteps how many there are
   * @param epoch the epochs that are done, if that is known
   * @param loss of this step, the mean over its batches
   * @param rate of this step
   * @param tokensPerSecond since the last line of the log
   */
  public record Progress(
      long step,
      long totalSteps,
      OptionalDouble epoch,
      double loss,
      double rate,
      double tokensPerSecond) {}

  /**
   * An evaluation.
   *
   * @param step how many are done
   * @param epoch the epochs that are done, if that is known
   * @param metrics by name
   * @param best whether the main one is better than ever before
   */
  public record Evaluated(
      long step, OptionalDouble epoch, SequencedMap<String, Double> metrics, boolean best) {}

  /** How a run ended. */
  public sealed interface End {
    /** How many steps are done. */
    long step();

    /** All steps are done, or the data are at their end. */
    record Finished(long step) implements End {}

    /** It was asked to stop and has saved a checkpoint. */
    record Stopped(long step, Path checkpoint) implements End {}

    /** A loss or a gradient is no number; the sentence says where and what to do. */
    record Diverged(long step, String sentence) implements End {}
  }

  /**
   * Trains from the last checkpoint of {@code directory}, or from the beginning, to the end.
   *
   * @param stop asked after each step, and within evaluations, whether to save and stop; once it
   *     says so it must go on to. An evaluation that is cut short is made again when the run is
   *     continued
   * @throws IOException if data cannot be read, a file cannot be written, or the checkpoint is of a
   *     run with other settings; checkpoints written before stay whole
   */
  public End run(RunDirectory directory, Listener listener, BooleanSupplier stop)
      throws IOException {
    Optimizer optimizer =
        new Optimizer(task.learner().variables(), settings.optimization(), AdamKernels.of(kernels));
    Map<String, String> described = new TreeMap<>(task.description());
    described.putAll(Description.of(settings));
    return new Run<>(task, settings, described, optimizer, directory, listener).train(stop);
  }
}
