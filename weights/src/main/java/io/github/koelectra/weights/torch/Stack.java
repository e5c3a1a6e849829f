package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import java.util.ArrayList;
import java.util.List;

/** The values a pickle has made and not used yet, and marks between them. */
final class Stack {
  private static final int MOST_MARKS = 256;

  private final List<Value> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();

  void push(Value value) {
    values.add(value);
  }

  void mark() throws PickleException {
    if (marks.size() == MOST_MARKS) {
      throw new PickleException(
          Kind.RESOURCES, "its pickle nests more than " + MOST_MARKS + " values");
    }
    marks.add(values.size());
  }

  Value peek() throws PickleException {
    demand(1);
    return values.getLast();
  }

  Value pop() throws PickleException {
    demand(1);
    return values.removeLast();
  }

  /** The last {@code count} values, the oldest first. */
  List<Value> pop(int count) throws PickleException {
    demand(count);
    return popFrom(values.size() - count);
  }

  /** The values behind the last mark, which goes too. */
  List<Value> popToMark() throws PickleException {
    if (marks.isEmpty()) {
      throw new PickleException(Kind.HEADER, "its pickle takes values back to a mark it never set");
    }
    return popFrom(marks.removeLast());
  }

  private List<Value> popFrom(int begin) {
    List<Value> tail = values.subList(begin, values.size());
    List<Value> popped = List.copyOf(tail);
    tail.clear();
    return popped;
  }

  /** Nothing in front of a mark may be taken before the mark is. */
  private void demand(int count) throws PickleException {
    int bottom = marks.isEmpty() ? 0 : marks.getLast();
    if (values.size() - bottom < count) {
      throw new PickleException(Kind.HEADER, "its pickle uses a value it has not made");
    }
  }
}
