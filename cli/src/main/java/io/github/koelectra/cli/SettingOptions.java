package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.pretrain.ModelShapes.Size;
import io.github.koelectra.train.pretrain.PretrainingData.Segments;
import io.github.koelectra.train.run.RunDirectory;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import io.github.koelectra.train.run.TrainingSettings.Shape;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The options of a command that are {@link Setting}s: given on the command line, else in a file,
 * else by default. For one command that runs once.
 */
final class SettingOptions {
  /** Pairs of which only one can be given: where the command line has one, a file has neither. */
  private static final Map<String, String> EITHER =
      Map.of(
          "steps", "epochs",
          "epochs", "steps",
          "warmup_steps", "warmup_share",
          "warmup_share", "warmup_steps");

  private final CommandSpec spec;
  private final SequencedMap<String, OptionSpec> options = new LinkedHashMap<>();
  private final Map<String, Path> files = new HashMap<>();

  SettingOptions(CommandSpec spec) {
    this.spec = spec;
    for (OptionSpec option : spec.options()) {
      if (option.userObject() instanceof Field f && f.isAnnotationPresent(Setting.class)) {
        options.put(key(option.longestName().substring(2)), option);
      }
    }
  }

  private static String key(String name) {
    return name.replace('-', '_');
  }

  /**
   * Takes what the command line does not give from {@code file}.
   *
   * @throws IOException if it cannot be read, or has a key that is none or a value of another type:
   *     the message names file and key
   */
  void read(Path file) throws IOException {
    JsonObject members = Json.readObject(file);
    List<String> keys = new ArrayList<>(members.members().keySet());
    keys.remove(RunDirectory.MARK); // Of the settings that a run has written.
    for (String key : keys) {
      OptionSpec option = options.get(key);
      if (option == null) {
        throw new JsonException(
            file + ": there is no setting \"" + key + "\"" + meant(key) + all());
      }
      Optional<?> value = value(members, key, type(option));
      if (!given(key) && !given(EITHER.getOrDefault(key, key)) && value.isPresent()) {
        set(option, value.get());
        files.put(key, file);
      }
    }
  }

  private boolean given(String key) {
    OptionSpec option = options.get(key);
    return option != null && spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private String meant(String key) {
    String option = "--" + key.replace('_', '-');
    List<String> similar =
        new UnmatchedArgumentException(spec.commandLine(), List.of(option)).getSuggestions();
    return similar.stream()
        .map(name -> key(name.replaceFirst("^--", "")))
        .filter(options::containsKey)
        .findFirst()
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElse("");
  }

  private String all() {
    return " (known are " + String.join(", ", options.keySet()) + ")";
  }

  private static Class<?> type(OptionSpec option) {
    return option.typeInfo().isOptional()
        ? option.typeInfo().getAuxiliaryTypes()[0]
        : option.type();
  }

  private static Optional<?> value(JsonObject members, String key, Class<?> type)
      throws JsonException {
    if (type == Double.class) {
      return members.findDouble(key);
    }
    if (type == Long.class) {
      return members.findLong(key);
    }
    if (type == Integer.class) {
      return integer(members, key);
    }
    if (type == Boolean.class || type == boolean.class) {
      return members.findBoolean(key);
    }
    Optional<String> word = members.findString(key);
    try {
      return type == String.class ? word : word.map(w -> named(type, w));
    } catch (TypeConversionException e) {
      throw new JsonException(members.source() + ": \"" + key + "\": " + e.getMessage());
    }
  }

  private static Optional<Integer> integer(JsonObject members, String key) throws JsonException {
    Optional<Long> number = members.findLong(key);
    if (number.filter(n -> n != n.intValue()).isPresent()) {
      throw new JsonException(
          members.source() + ": \"" + key + "\": " + number.get() + " is too large");
    }
    return number.map(Long::intValue);
  }

  private static Object named(Class<?> type, String word) {
    if (type == OptimizerKind.class) {
      return Conversions.optimizer(word);
    }
    if (type == Shape.class) {
      return Conversions.schedule(word);
    }
    if (type == Segments.class) {
      return Conversions.segments(word);
    }
    if (type == Size.class) {
      return Conversions.size(word);
    }
    if (type == Head.class) {
      return Conversions.taskHead(word);
    }
    throw new IllegalStateException("a setting of type " + type);
  }

  private static void set(OptionSpec option, Object value) {
    option.setValue(option.typeInfo().isOptional() ? Optional.of(value) : value);
  }

  /** Gives what is not given yet the value that {@code usual} has for its key. */
  void fill(Map<String, ?> usual) {
    usual.forEach(
        (key, value) -> {
          OptionSpec option = options.get(key);
          if (Optional.empty().equals(option.getValue())) {
            set(option, value);
          }
        });
  }

  /** All settings that have a value, as a file of settings has them. */
  SequencedMap<String, Object> values() {
    SequencedMap<String, Object> values = new LinkedHashMap<>();
    options.forEach(
        (key, option) -> {
          Object value = option.getValue();
          Optional<?> given = value instanceof Optional<?> optional ? optional : Optional.of(value);
          given.ifPresent(v -> values.put(key, v instanceof Enum<?> e ? word(e) : v));
        });
    return values;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Makes something of settings. */
  @FunctionalInterface
  interface Made<T> {
    T make() throws IOException;
  }

  /**
   * What {@code made} makes of settings, which may be such as cannot be: the message of its {@link
   * IllegalArgumentException} then begins with the name of the option.
   *
   * @throws IOException if the file gave that setting; else a {@link ParameterException} is thrown
   */
  <T> T checked(Made<T> made) throws IOException {
    try {
      return made.make();
    } catch (IllegalArgumentException e) {
      String[] words = e.getMessage().split(" ", 2);
      Path file = files.get(key(words[0]));
      if (file != null) {
        throw new JsonException(file + ": \"" + key(words[0]) + "\" " + words[1]);
      }
      if (options.containsKey(key(words[0]))) {
        throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
      }
      throw e;
    }
  }
}
