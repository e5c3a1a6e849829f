package io.github.koelectra.train.model;

import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.train.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the variables of a model from a checkpoint, as a tree of paths, and remembers what was made
 * in the order of the checkpoint.
 */
final class Parameters {
  /** What all paths of one model have made. */
  private static final class Made {
    final List<Variable> variables = new ArrayList<>();
    final List<Affine> affines = new ArrayList<>();
    final List<String> initialised = new ArrayList<>();
    final List<String> replaced = new ArrayList<>();
  }

  /** What begins at random: nothing, what the source does not have, or everything. */
  private record Initial(long seed, boolean missing, boolean all) {
    static final Initial NOTHING = new Initial(0, false, false);

    boolean has(boolean inSource) {
      return all || (missing && !inSource);
    }
  }

  private final Device device;
  private final ParameterSource source;
  private final String path;
  private final Initial initial;
  private final Made made;

  private Parameters(
      Device device, ParameterSource source, String path, Initial initial, Made made) {
    this.device = device;
    this.source = source;
    this.path = path;
    this.initial = initial;
    this.made = made;
  }

  /** Nothing made yet; names begin with {@code prefix}, which the source does not know. */
  static Parameters of(Device device, ParameterSource source, String prefix) {
    return new Parameters(device, source, prefix, Initial.NOTHING, new Made());
  }

  /** The same model's, from another source and with another prefix. */
  Parameters from(ParameterSource other, String prefix) {
    return new Parameters(device, other, prefix, initial, made);
  }

  /** Those below {@code child}. */
  Parameters at(String child) {
    return new Parameters(device, source.at(child), path + child + ".", initial, made);
  }

  /** The same, where what the source does not have begins at random. */
  Parameters orInitial(long seed) {
    return new Parameters(device, source, path, new Initial(seed, true, false), made);
  }

  /** The same, where everything begins at random, whatever the source has. */
  Parameters initial(long seed) {
    return new Parameters(device, source, path, new Initial(seed, true, true), made);
  }

  /** Those of the encoder: below its name, or not below anything in a checkpoint of it alone. */
  Parameters encoder() {
    ParameterSource prefixed = source.at("electra");
    boolean bare =
        source.has(Embeddings.WORDS + ".weight") && !prefixed.has(Embeddings.WORDS + ".weight");
    return new Parameters(device, bare ? source : prefixed, path + "electra.", initial, made);
  }

  Device device() {
    return device;
  }

  /** The place {@code name} in the model, for dropout. */
  String place(String name) {
    return path + name;
  }

  /**
   * The variable {@code name}.
   *
   * @throws io.github.koelectra.tensor.nn.ParameterException if the source has none of this shape
   */
  Variable variable(String name, long... shape) {
    Variable variable = Variable.zeros(path + name, shape);
    float[] values = variable.value().array();
    boolean there = source.has(name);
    if (initial.has(there)) {
      InitialWeights.fill(initial.seed, path + name, values);
      (there ? made.replaced : made.initialised).add(path + name);
    } else {
      source.parameter(name, shape).copyTo(0, values, 0, values.length);
    }
    made.variables.add(variable);
    return variable;
  }

  /** A layer with {@code weight} [outputs, inputs] and {@code bias} [outputs]. */
  Affine affine(int outputs, int inputs) {
    return affine(List.of(variable("weight", outputs, inputs)), List.of(variable("bias", outputs)));
  }

  /** Layers of one shape as one, their outputs side by side. */
  Affine sideBySide(List<String> children, int outputs, int inputs) {
    List<Variable> weights = new ArrayList<>();
    List<Variable> biases = new ArrayList<>();
    for (String child : children) {
      weights.add(at(child).variable("weight", outputs, inputs));
      biases.add(at(child).variable("bias", outputs));
    }
    return affine(weights, biases);
  }

  /** A layer of variables that exist. */
  Affine affine(List<Variable> weights, List<Variable> biases) {
    Affine affine = new Affine(device, weights, biases);
    made.affines.add(affine);
    return affine;
  }

  /** A normalisation with {@code weight} and {@code bias} [size]. */
  Norm norm(int size, double epsilon) {
    return new Norm(device, variable("weight", size), variable("bias", size), (float) epsilon);
  }

  /** All variables made, in order. */
  List<Variable> variables() {
    return List.copyOf(made.variables);
  }

  /** The names of those that began at random, for the source lacks them. */
  List<String> initialised() {
    return List.copyOf(made.initialised);
  }

  /** The names of those that began at random although the source has them. */
  List<String> replaced() {
    return List.copyOf(made.replaced);
  }

  /** Tells all layers that variables have changed. */
  void valuesChanged() {
    made.affines.forEach(Affine::valuesChanged);
  }
}
