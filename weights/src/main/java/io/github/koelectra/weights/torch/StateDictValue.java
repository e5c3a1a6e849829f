package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.torch.Value.Dict;
import io.github.koelectra.weights.torch.Value.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the named tensors in what a pickle holds. */
final class StateDictValue {
  /** Where trainers put the state dict beside other things. */
  private static final List<String> NESTED = List.of("state_dict", "model", "model_state_dict");

  private StateDictValue() {}

  /** The tensors of a state dict, or of one a level down; other values are left out. */
  static Map<String, View> tensors(Value root) throws PickleException {
    if (!(root instanceof Dict dict)) {
      throw new PickleException(
          Kind.FORMAT, "holds " + root.kind() + ", not tensors by name; save model.state_dict()");
    }
    Map<String, View> tensors = own(dict);
    for (String name : NESTED) {
      if (tensors.isEmpty() && dict.members.get(name) instanceof Dict nested) {
        tensors = own(nested);
      }
    }
    boolean other = dict.otherKeys || !dict.members.isEmpty();
    if (tensors.isEmpty() && other) {
      throw new PickleException(
          Kind.FORMAT, "holds no tensors by name; save model.state_dict() instead");
    }
    return tensors;
  }

  private static Map<String, View> own(Dict dict) {
    Map<String, View> tensors = new LinkedHashMap<>();
    dict.members.forEach(
        (name, value) -> {
          if (value instanceof View view) {
            tensors.put(name, view);
          }
        });
    return tensors;
  }
}
