package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.koelectra.electra.Head;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.train.Learner;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Losses and gradients have the same bits in both rooms, for any number of threads, with
 * activations kept or computed again, under dropout.
 */
@Tag("kernel")
class TrainingBitsTest {
  private static final Pass PASS = new Pass(3, 5, 1);

  /** Makes a learner. */
  private interface Make<B> {
    Learner<B> with(boolean recompute, Kernels kernels);
  }

  /** A loss and all gradients. */
  private record Result(double loss, List<float[]> gradients) {}

  private static <B> Result result(
      Make<B> make, B batch, Room room, int threads, boolean recompute) {
    try (Parallel parallel = Parallel.of(threads)) {
      Learner<B> learner = make.with(recompute, Kernels.of(room, parallel));
      double first = learner.accumulate(batch, 0.5f, PASS, Meter.NONE);
      double second = learner.accumulate(batch, 0.5f, PASS, Meter.NONE); // the slab has grown
      assertEquals(first, second);
      List<float[]> gradients = new ArrayList<>();
      for (Variable variable : learner.variables()) {
        gradients.add(variable.gradient().toArray());
      }
      return new Result(first, gradients);
    }
  }

  private static <B> void check(Make<B> make, B batch) {
    Result expected = result(make, batch, Room.SCALAR, 1, false);
    same(expected, result(make, batch, Room.SCALAR, 3, false));
    same(expected, result(make, batch, Room.fastest(), 1, false));
    same(expected, result(make, batch, Room.fastest(), 3, true));
    same(expected, result(make, batch, Room.AUTO, 3, false));
  }

  private static void same(Result expected, Result found) {
    assertEquals(expected.loss(), found.loss());
    for (int i = 0; i < expected.gradients().size(); i++) {
      assertArrayEquals(expected.gradients().get(i), found.gradients().get(i));
    }
  }

  @Test
  void fineTuning() {
    for (Head head : List.of(Head.SEQUENCE, Head.TOKEN, Head.QA)) {
      int outputs = head == Head.QA ? 2 : 4;
      Make<LabelledBatch> make =
          (recompute, kernels) ->
              ToyModels.fineTuning(head, outputs, ToyModels.DROPOUT, recompute, kernels);
      check(make, new LabelledBatch(ToyModels.tokens(), ToyModels.target(head)));
    }
  }

  @Test
  void pretraining() {
    Make<PretrainingBatch> make =
        (recompute, kernels) -> ToyModels.pretraining(ToyModels.DROPOUT, recompute, kernels);
    check(make, ToyModels.pretrainingBatch());
  }

  @Test
  void anotherPassDropsOtherElements() {
    FineTuning learner =
        ToyModels.fineTuning(Head.SEQUENCE, 4, ToyModels.DROPOUT, false, Kernels.best());
    LabelledBatch batch = new LabelledBatch(ToyModels.tokens(), ToyModels.target(Head.SEQUENCE));
    double loss = learner.accumulate(batch, 1, PASS, Meter.NONE);
    for (Pass other : List.of(new Pass(4, 5, 1), new Pass(3, 6, 1), new Pass(3, 5, 0))) {
      assertNotEquals(loss, learner.accumulate(batch, 1, other, Meter.NONE));
    }
  }
}
