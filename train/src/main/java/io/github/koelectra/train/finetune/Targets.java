package io.github.koelectra.train.finetune;

import io.github.koelectra.train.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Joins the targets of single sequences to that of their batch. */
final class Targets {
  private Targets() {}

  /** All targets, which are of one kind. */
  static Target join(List<Target> parts) {
    return switch (parts.getFirst()) {
      case Target.Classes first ->
          new Target.Classes(integers(of(parts, first), Target.Classes::labels));
      case Target.Scores first -> scores(of(parts, first));
      case Target.Several first ->
          new Target.Several(
              of(parts, first).stream().map(p -> p.targets()[0]).toArray(float[][]::new));
      case Target.TokenClasses first ->
          new Target.TokenClasses(integers(of(parts, first), Target.TokenClasses::labels));
      case Target.Spans first ->
          new Target.Spans(
              integers(of(parts, first), Target.Spans::starts),
              integers(of(parts, first), Target.Spans::ends));
    };
  }

  @SuppressWarnings("unchecked")
  private static <T extends Target> List<T> of(List<Target> parts, T first) {
    List<T> same = new ArrayList<>(parts.size());
    for (Target part : parts) {
      same.add((T) first.getClass().cast(part));
    }
    return same;
  }

  private static <T> int[] integers(List<T> parts, Function<T, int[]> values) {
    return parts.stream().map(values).flatMapToInt(IntStream::of).toArray();
  }

  private static Target scores(List<Target.Scores> parts) {
    float[] values = new float[parts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts.get(i).values()[0];
    }
    return new Target.Scores(values);
  }
}
