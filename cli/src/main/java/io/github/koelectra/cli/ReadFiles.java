package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that a training run reads: a run that is to be continued is told which of them have
 * changed.
 *
 * @param files by what they are, as {@link RunDescription#files} names it
 */
record ReadFiles(SequencedMap<String, List<Path>> files) {
  /** Where a checkpoint says what its run follows from. */
  private static final String STATE = "trainer_state.json";

  /** How no files are described. */
  private static final String NONE = "none";

  private static final Pattern SIZED = Pattern.compile("([0-9a-f]+) of ([0-9+]+) bytes");

  /** Copies the map. */
  ReadFiles {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /** Those of a fine-tuning run from the model in {@code model}. */
  static ReadFiles of(Path model, FinetuneData.Files data) throws IOException {
    SequencedMap<String, List<Path>> files = new LinkedHashMap<>();
    files.put("the model", Fingerprint.filesOf(model));
    files.put("the training data", List.of(data.train()));
    files.put("the dev data", data.dev().stream().toList());
    files.put("the test data", data.test().stream().toList());
    return new ReadFiles(files);
  }

  /** The same description with the sizes of files behind their digests. */
  RunDescription sized(RunDescription description) throws IOException {
    Map<String, String> sized = new HashMap<>(description.files());
    for (Map.Entry<String, List<Path>> entry : files.entrySet()) {
      List<String> sizes = new ArrayList<>();
      for (Path file : entry.getValue()) {
        sizes.add(Long.toString(Files.size(file)));
      }
      if (!sizes.isEmpty()) {
        String all = String.join("+", sizes);
        sized.computeIfPresent(entry.getKey(), (_, digest) -> digest + " of " + all + " bytes");
      }
    }
    return new RunDescription(description.settings(), sized);
  }

  /**
   * Checks that a run may be continued with these files.
   *
   * @param now their description, with sizes
   * @throws IOException if one is not as it was: a sentence with its path and what to do
   */
  void check(Path checkpoint, RunDescription now) throws IOException {
    Optional<JsonObject> before = description(checkpoint);
    for (String what : files.keySet()) {
      Optional<String> was = before.isPresent() ? sized(before.get(), what) : Optional.empty();
      String is = now.files().get(what);
      if (was.isPresent() && !was.get().equals(is)) {
        throw new IOException(
            checkpoint
                + ": cannot be continued, for "
                + difference(what, was.get(), is)
                + ", or begin again with --overwrite");
      }
    }
  }

  /** None if it cannot be read: of that the trainer speaks. */
  private static Optional<JsonObject> description(Path checkpoint) throws IOException {
    Path state = checkpoint.resolve(STATE);
    try {
      return Files.isRegularFile(state)
          ? Json.readObject(state).findObject("settings")
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** None if it has no sizes: of that, too. */
  private static Optional<String> sized(JsonObject before, String what) throws IOException {
    return before.findString(what).filter(w -> w.equals(NONE) || SIZED.matcher(w).matches());
  }

  private String difference(String what, String was, String is) {
    List<Path> paths = files.get(what);
    List<Long> before = sizes(was);
    List<Long> now = sizes(is);
    if (before.isEmpty() || now.isEmpty()) {
      return paths.isEmpty()
          ? "the run began with " + what + ", but now none are given; give them"
          : "the run began without " + what + ", but now there is " + all(paths) + "; leave it out";
    }
    if (before.size() != now.size()) {
      return String.format(
          Locale.ROOT,
          "%s had %d files when the run began, but now %d; give the same",
          what,
          before.size(),
          now.size());
    }
    return changed(what, before, now);
  }

  private String changed(String what, List<Long> before, List<Long> now) {
    List<Path> paths = files.get(what);
    for (int i = 0; i < paths.size(); i++) {
      if (!before.get(i).equals(now.get(i))) {
        return String.format(
            Locale.ROOT,
            "%s (%s) has changed since the run began: it had %,d bytes and now has %,d; put it back"
                + " as it was",
            paths.get(i),
            what,
            before.get(i),
            now.get(i));
      }
    }
    return String.format(
        Locale.ROOT,
        "%s%s (%s) has changed since the run began, though not in size; put it back as it was",
        paths.size() == 1 ? "" : "one of ",
        all(paths),
        what);
  }

  private static String all(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static List<Long> sizes(String described) {
    Matcher sized = SIZED.matcher(described);
    return sized.matches()
        ? Stream.of(sized.group(2).split("\\+", -1)).map(Long::valueOf).toList()
        : List.of();
  }
}
