package io.github.koelectra.bench.report;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;

/** The contests of a benchmark: JMH is asked for them one by one, so that JVMs take turns. */
final class Contests {
  private Contests() {}

  /**
   * The values of all its parameters, in every combination.
   *
   * @param given values with commas between, in the place of the benchmark's own
   */
  static List<Map<String, String>> of(Class<?> benchmark, Map<String, String> given) {
    List<Map<String, String>> contests = List.of(Map.of());
    for (Field field : benchmark.getDeclaredFields()) {
      Param param = field.getAnnotation(Param.class);
      if (param != null) {
        contests = product(contests, field.getName(), values(field, param, given));
      }
    }
    return contests;
  }

  private static List<String> values(Field field, Param param, Map<String, String> given) {
    String own = given.getOrDefault(field.getName(), "");
    if (!own.isEmpty()) {
      return List.of(own.split(",", -1));
    }
    return param.value()[0].equals(Param.BLANK_ARGS)
        ? Arrays.stream(field.getType().getEnumConstants()).map(Object::toString).toList()
        : List.of(param.value());
  }

  private static List<Map<String, String>> product(
      List<Map<String, String>> contests, String name, List<String> values) {
    List<Map<String, String>> all = new ArrayList<>();
    for (Map<String, String> contest : contests) {
      for (String value : values) {
        Map<String, String> longer = new LinkedHashMap<>(contest);
        longer.put(name, value);
        all.add(longer);
      }
    }
    return all;
  }
}
