package io.github.koelectra.train.finetune;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The labels of a task in the order of the model's outputs. Immutable.
 *
 * @param names what a model calls them
 * @param written what files call them; either is understood
 */
record LabelList(List<String> names, List<String> written) {
  /** Labels that are not known yet, or that the task has none of. */
  static final LabelList NONE = of(List.of());

  /** Copies the lists. */
  LabelList {
    names = List.copyOf(names);
    written = List.copyOf(written);
  }

  /** Labels that files write as the model calls them. */
  static LabelList of(List<String> names) {
    return new LabelList(names, names);
  }

  /** Which label {@code text} is. */
  OptionalInt id(String text) {
    int id = written.indexOf(text);
    int found = id < 0 ? names.indexOf(text) : id;
    return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
  }

  /** The known ones, for messages. */
  String known() {
    return String.join(", ", written);
  }

  /**
   * The same labels in the order in which a model has them. A model that calls them otherwise has
   * them in this order.
   *
   * @throws IllegalArgumentException if it has not as many
   */
  LabelList inOrderOf(List<String> model) {
    if (model.size() != names.size()) {
      throw new IllegalArgumentException(
          "the model has "
              + model.size()
              + " labels, but the task has "
              + names.size()
              + ": "
              + known());
    }
    if (are(model)) {
      int[] order = model.stream().mapToInt(label -> id(label).orElseThrow()).toArray();
      return new LabelList(at(names, order), at(written, order));
    }
    return this;
  }

  /** Whether {@code model} has these labels, in any order. */
  boolean are(List<String> model) {
    return model.size() == names.size() && (same(model, names) || same(model, written));
  }

  private static boolean same(Collection<String> some, Collection<String> others) {
    return new HashSet<>(some).equals(new HashSet<>(others));
  }

  private static List<String> at(List<String> list, int[] order) {
    return IntStream.of(order).mapToObj(list::get).toList();
  }
}
