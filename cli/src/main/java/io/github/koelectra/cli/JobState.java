package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a job was when that was last recorded.
 *
 * @param fingerprint what its output depends on
 * @param tally the rows that are settled
 * @param bytes how long the output of these rows is
 */
record JobState(Fingerprint fingerprint, Tally tally, long bytes) {
  /** Reads a recorded one. */
  static JobState read(Path file) throws IOException {
    JsonObject state = Json.readObject(file);
    return new JobState(
        new Fingerprint(string(state, "model"), string(state, "options"), string(state, "input")),
        new Tally(number(state, "rows"), number(state, "skipped"), number(state, "truncated")),
        number(state, "bytes"));
  }

  private static String string(JsonObject state, String name) throws JsonException {
    return state.findString(name).orElseThrow(() -> lacking(state, name));
  }

  private static long number(JsonObject state, String name) throws JsonException {
    return state.findLong(name).filter(n -> n >= 0).orElseThrow(() -> lacking(state, name));
  }

  private static JsonException lacking(JsonObject state, String name) {
    return new JsonException(state.source() + ": no state of a run, for it lacks \"" + name + "\"");
  }

  /** Records it: the file holds this one or the one before, never a half. */
  void write(Path file) throws IOException {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("model", fingerprint.model());
    state.put("options", fingerprint.options());
    state.put("input", fingerprint.input());
    state.put("rows", tally.rows());
    state.put("skipped", tally.skipped());
    state.put("truncated", tally.truncated());
    state.put("bytes", bytes);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, Json.write(state) + "\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
