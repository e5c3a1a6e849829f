package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.torch.Value.Dict;
import io.github.koelectra.weights.torch.Value.Flag;
import io.github.koelectra.weights.torch.Value.Nothing;
import io.github.koelectra.weights.torch.Value.Real;
import io.github.koelectra.weights.torch.Value.Sequence;
import io.github.koelectra.weights.torch.Value.Text;
import io.github.koelectra.weights.torch.Value.Tuple;
import io.github.koelectra.weights.torch.Value.Whole;
import java.util.List;

/** Fills tuples, lists and dicts, no deeper than files of tensors have them. */
final class Containers {
  private static final int DEEPEST = 32;

  private Containers() {}

  static Tuple tuple(List<Value> values) throws PickleException {
    return new Tuple(values, depth(1, values));
  }

  static void append(List<Value> values, Value target) throws PickleException {
    if (!(target instanceof Sequence list)) {
      throw new PickleException(Kind.HEADER, "its pickle appends to " + target.kind());
    }
    list.depth = depth(list.depth, values);
    list.values.addAll(values);
  }

  static void setItems(List<Value> items, Value target) throws PickleException {
    if (!(target instanceof Dict dict)) {
      throw new PickleException(Kind.HEADER, "its pickle sets items of " + target.kind());
    }
    if (items.size() % 2 != 0) {
      throw new PickleException(Kind.HEADER, "its pickle has a key without a value");
    }
    dict.depth = depth(dict.depth, items);
    for (int i = 0; i < items.size(); i += 2) {
      switch (items.get(i)) {
        case Text(String key) -> dict.members.put(key, items.get(i + 1));
        // An optimizer's state has numbers for keys. Nothing in it is of use here.
        case Whole _, Real _, Flag _, Nothing _ -> dict.otherKeys = true;
        default ->
            throw new PickleException(
                Kind.RESOURCES, "its pickle has " + items.get(i).kind() + " for a key");
      }
    }
  }

  /** An OrderedDict's attributes, such as {@code _metadata}, say nothing about tensors. */
  static void build(Value state, Value target) throws PickleException {
    if (!(target instanceof Dict) || !(state instanceof Dict || state instanceof Nothing)) {
      throw new PickleException(
          Kind.HEADER, "its pickle sets the state of " + target.kind() + " to " + state.kind());
    }
  }

  private static int depth(int own, List<Value> values) throws PickleException {
    int depth = own;
    for (Value value : values) {
      depth = Math.max(depth, value.nesting() + 1);
    }
    if (depth > DEEPEST) {
      throw new PickleException(
          Kind.RESOURCES, "its pickle nests more than " + DEEPEST + " containers");
    }
    return depth;
  }
}
