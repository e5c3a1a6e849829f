package io.github.koelectra.bench.training;

import io.github.koelectra.bench.model.Texts;
import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.AdamKernels;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.FineTuning;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.model.Target;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Our training of a classifier of two labels, with what a step of a run does. For one thread. */
final class OurTraining implements AutoCloseable {
  private static final double RATE = 5e-5;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final float DROPOUT = 0.1f;

  private final Parallel parallel;
  private final FineTuning learner;
  private final AdamKernels adam;
  private final List<Slot> slots;
  private long steps;

  private record Slot(Variable variable, Tensor moment1, Tensor moment2) {
    static Slot of(Variable variable) {
      int rows = variable.value().rows();
      int columns = variable.value().columns();
      return new Slot(variable, Tensor.zeros(rows, columns), Tensor.zeros(rows, columns));
    }
  }

  private OurTraining(Parallel parallel, Kernels kernels, FineTuning learner) {
    this.parallel = parallel;
    this.learner = learner;
    this.adam = AdamKernels.of(kernels);
    this.slots = learner.variables().stream().map(Slot::of).toList();
  }

  static OurTraining open(Path model, int threads) throws IOException {
    Parallel parallel = Parallel.of(threads);
    Kernels kernels = Kernels.of(Room.fastest(), parallel);
    try (Checkpoint checkpoint = Checkpoint.open(model)) {
      FineTuning learner =
          new FineTuning(
              ElectraConfig.read(model),
              checkpoint.stateDict(Part.DISCRIMINATOR),
              kernels,
              new FineTuning.Settings(
                  Head.SEQUENCE, 2, new DropoutRates(DROPOUT, DROPOUT, DROPOUT), false, 1));
      return new OurTraining(parallel, kernels, learner);
    }
  }

  /** Texts with random labels. */
  static LabelledBatch batch(Texts texts) {
    int[] labels = new SplittableRandom(1).ints(texts.size(), 0, 2).toArray();
    return new LabelledBatch(TokenBatch.of(texts.ids()), new Target.Classes(labels));
  }

  /** Forward, backward, clipping to norm 1 and AdamW. */
  void step(LabelledBatch batch) {
    slots.forEach(slot -> adam.clear(slot.variable.gradient()));
    double loss = learner.accumulate(batch, 1, new Pass(1, steps++, 0), Meter.NONE);
    if (Double.isNaN(loss)) {
      throw new IllegalStateException("the loss is not a number");
    }
    double norm =
        Math.sqrt(slots.stream().mapToDouble(s -> adam.squares(s.variable.gradient())).sum());
    AdamKernels.Step step =
        new AdamKernels.Step(
            Math.min(1, 1 / norm),
            RATE,
            BETA1,
            BETA2,
            EPSILON,
            0,
            1 - Math.pow(BETA1, steps),
            1 - Math.pow(BETA2, steps),
            true);
    for (Slot slot : slots) {
      Variable variable = slot.variable;
      adam.step(step, variable.gradient(), slot.moment1, slot.moment2, variable.value());
    }
    learner.valuesChanged();
  }

  @Override
  public void close() {
    parallel.close();
  }
}
