package io.github.koelectra.train.run;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.AdamKernels;
import io.github.koelectra.train.Variable;
import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps all parameters of a model along their gradients. For one thread. */
final class Optimizer {
  /** What {@code torch.nn.utils.clip_grad_norm_} adds to a norm. */
  private static final double TORCH_NORM_EPSILON = 1e-6;

  private final Optimization settings;
  private final AdamKernels kernels;
  private final List<Slot> slots;

  /**
   * A parameter and what its steps remember.
   *
   * @param moment1 the running mean of its gradients
   * @param moment2 the running mean of their squares
   * @param factor what the learning rate is multiplied with
   * @param decay its weight decay
   */
  record Slot(Variable variable, Tensor moment1, Tensor moment2, double factor, double decay) {}

  Optimizer(List<Variable> variables, Optimization settings, AdamKernels kernels) {
    this.settings = settings;
    this.kernels = kernels;
    List<String> names = variables.stream().map(Variable::name).toList();
    LayerDecay layers = LayerDecay.of(settings.layerDecay(), names);
    List<Slot> made = new ArrayList<>();
    for (Variable variable : variables) {
      int rows = variable.value().rows();
      int columns = variable.value().columns();
      made.add(
          new Slot(
              variable,
              Tensor.zeros(rows, columns),
              Tensor.zeros(rows, columns),
              layers.factor(variable.name()),
              decays(variable.name()) ? settings.weightDecay() : 0));
    }
    slots = List.copyOf(made);
  }

  private boolean decays(String name) {
    return settings.noDecay().stream().noneMatch(name::contains);
  }

  /** All parameters in the order of the checkpoint. */
  List<Slot> slots() {
    return slots;
  }

  /** Forgets all gradients. */
  void zeroGradients() {
    for (Slot slot : slots) {
      kernels.clear(slot.variable.gradient());
    }
  }

  /** The 2-norm of all gradients together. */
  double gradientNorm() {
    double squares = 0;
    for (Slot slot : slots) {
      squares += kernels.squares(slot.variable.gradient());
    }
    return Math.sqrt(squares);
  }

  /** The first parameter that has or remembers a value that is not finite, if there is one. */
  Optional<String> notFinite() {
    return slots.stream()
        .filter(s -> !(isFinite(s.variable.value()) && isFinite(s.moment1) && isFinite(s.moment2)))
        .map(slot -> slot.variable.name())
        .findFirst();
  }

  private static boolean isFinite(Tensor tensor) {
    float[] values = tensor.array();
    int end = tensor.offset() + tensor.size();
    float sum = 0; // 0 times what is not finite is NaN, and so is the sum from there on.
    for (int i = tensor.offset(); i < end; i++) {
      sum += 0 * values[i];
    }
    return sum == 0;
  }

  /**
   * Takes step {@code step}, from 0.
   *
   * @param rate its learning rate
   * @param norm the norm of its gradients
   */
  void step(long step, double rate, double norm) {
    boolean corrected = settings.kind() == OptimizerKind.ADAMW;
    double clip = clip(settings, norm);
    double correction1 = corrected ? 1 - Math.pow(settings.beta1(), step + 1) : 1;
    double correction2 = corrected ? 1 - Math.pow(settings.beta2(), step + 1) : 1;
    for (Slot slot : slots) {
      AdamKernels.Step numbers =
          new AdamKernels.Step(
              clip,
              rate * slot.factor,
              settings.beta1(),
              settings.beta2(),
              settings.epsilon(),
              slot.decay,
              correction1,
              correction2,
              corrected);
      kernels.step(
          numbers, slot.variable.gradient(), slot.moment1, slot.moment2, slot.variable.value());
    }
  }

  /**
   * What gradients of norm {@code norm} are multiplied with, for the maximum c: {@code min(1, c /
   * (norm + 1e-6))} in PyTorch, {@code c / max(norm, c)} in TensorFlow, whose optimizer ELECTRA's
   * is.
   */
  static double clip(Optimization settings, double norm) {
    double most = settings.maxGradNorm();
    if (most == 0) {
      return 1;
    }
    return settings.kind() == OptimizerKind.ADAMW
        ? Math.min(1, most / (norm + TORCH_NORM_EPSILON))
        : most / Math.max(norm, most);
  }
}
