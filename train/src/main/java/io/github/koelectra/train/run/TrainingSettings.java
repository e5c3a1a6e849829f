package io.github.koelectra.train.run;

import java.util.List;

/**
 * How a run trains. Immutable.
 *
 * @param seed what batches, dropout and sampling follow from
 * @param gradientAccumulationSteps the batches of a step, whose gradients are averaged; the last
 *     step takes what is left
 * @param optimization the optimizer
 * @param schedule the learning rate and the number of steps
 * @param intervals how often what is written
 */
public record TrainingSettings(
    long seed,
    int gradientAccumulationSteps,
    Optimization optimization,
    Schedule schedule,
    Intervals intervals) {

  /** Checks the number of batches. */
  public TrainingSettings {
    demand(gradientAccumulationSteps >= 1, "accumulation", gradientAccumulationSteps, "from 1");
  }

  /** Which optimizer steps. */
  public enum OptimizerKind {
    /** {@code torch.optim.AdamW}: bias-corrected, decay first (Loshchilov and Hutter 2019). */
    ADAMW,
    /** google-research/electra's: no bias correction, decay within the update. */
    ELECTRA
  }

  /**
   * An optimizer.
   *
   * @param kind which one
   * @param beta1 of the first moment
   * @param beta2 of the second moment
   * @param epsilon added to the second moment's root
   * @param weightDecay decoupled weight decay
   * @param noDecay parameters whose names contain one of these have no decay
   * @param maxGradNorm the 2-norm of all gradients together that is not exceeded; 0 for any
   * @param layerDecay each parameter's rate is multiplied with this to the power of its distance
   *     from the head; 1 for none
   */
  public record Optimization(
      OptimizerKind kind,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      List<String> noDecay,
      double maxGradNorm,
      double layerDecay) {
    private static final List<String> NO_DECAY = List.of("bias", "LayerNorm");

    /** KoELECTRA's fine-tuning: AdamW with epsilon 1e-8, no decay, clipped to norm 1. */
    public static final Optimization ADAMW =
        new Optimization(OptimizerKind.ADAMW, 0.9, 0.999, 1e-8, 0, NO_DECAY, 1, 1);

    /** ELECTRA's pretraining (Clark et al. 2020): epsilon 1e-6, decay 0.01, clipped to norm 1. */
    public static final Optimization ELECTRA =
        new Optimization(OptimizerKind.ELECTRA, 0.9, 0.999, 1e-6, 0.01, NO_DECAY, 1, 1);

    /** Checks the numbers and copies the names. */
    public Optimization {
      demand(beta1 >= 0 && beta1 < 1, "beta1", beta1, "from 0 to below 1");
      demand(beta2 >= 0 && beta2 < 1, "beta2", beta2, "from 0 to below 1");
      demand(epsilon > 0 && epsilon <= 1, "epsilon", epsilon, "above 0 and at most 1");
      demand(weightDecay >= 0 && weightDecay <= 1, "weight-decay", weightDecay, "from 0 to 1");
      demand(Double.isFinite(maxGradNorm) && maxGradNorm >= 0, "clip", maxGradNorm, "0 or more");
      demand(layerDecay > 0 && layerDecay <= 1, "layer-decay", layerDecay, "above 0, at most 1");
      noDecay = List.copyOf(noDecay);
    }
  }

  /** How the learning rate goes. */
  public enum Shape {
    /** transformers' linear schedule: up from 0, then down to 0 from the end of the warm-up. */
    LINEAR,
    /** google-research/electra's: a power of what is left of the run, times the warm-up. */
    ELECTRA,
    /** Up from 0, then level. */
    CONSTANT
  }

  /**
   * The learning rate by step.
   *
   * @param shape how it goes
   * @param learningRate its highest value
   * @param warmupSteps the steps on which it rises
   * @param totalSteps the steps of the run
   * @param power what {@link Shape#ELECTRA} raises to; 1 is linear
   */
  public record Schedule(
      Shape shape, double learningRate, long warmupSteps, long totalSteps, double power) {
    /** Checks the numbers. */
    public Schedule {
      demand(learningRate > 0 && learningRate <= 10, "rate", learningRate, "above 0, at most 10");
      demand(totalSteps >= 1, "steps", totalSteps, "from 1");
      demand(warmupSteps >= 0, "warmup-steps", warmupSteps, "0 or more");
      demand(power > 0 && power <= 10, "power", power, "above 0, at most 10");
    }

    /** The rate of step {@code step}, from 0. */
    public double rate(long step) {
      return switch (shape) {
        case LINEAR -> learningRate * (step < warmupSteps ? risen(step) : leftAfterWarmup(step));
        case ELECTRA -> learningRate * Math.pow(left(step), power) * Math.min(1, risen(step));
        case CONSTANT -> learningRate * Math.min(1, risen(step));
      };
    }

    private double risen(long step) {
      return warmupSteps == 0 ? 1 : (double) step / warmupSteps;
    }

    private double left(long step) {
      return 1 - (double) Math.min(step, totalSteps) / totalSteps;
    }

    private double leftAfterWarmup(long step) {
      return Math.max(0, (double) (totalSteps - step) / Math.max(1, totalSteps - warmupSteps));
    }
  }

  /**
   * How often what is written, in steps.
   *
   * @param loggingSteps between two lines of {@code metrics.jsonl}
   * @param saveSteps between two checkpoints; the last step has one in any case
   * @param saveTotalLimit how many checkpoints are kept
   * @param evalSteps between two evaluations; 0 for the end of each epoch
   */
  public record Intervals(long loggingSteps, long saveSteps, int saveTotalLimit, long evalSteps) {
    /** Checks the numbers. */
    public Intervals {
      demand(loggingSteps >= 1, "log-every", loggingSteps, "from 1");
      demand(saveSteps >= 1, "save-every", saveSteps, "from 1");
      demand(saveTotalLimit >= 1, "keep", saveTotalLimit, "from 1");
      demand(evalSteps >= 0, "evaluate-every", evalSteps, "0 or more");
    }
  }

  private static void demand(boolean fits, String name, Number value, String wanted) {
    if (!fits) {
      throw new IllegalArgumentException(name + " must be " + wanted + ", not " + value);
    }
  }
}
