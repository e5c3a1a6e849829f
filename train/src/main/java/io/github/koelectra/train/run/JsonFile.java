package io.github.koelectra.train.run;

import io.github.koelectra.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;

/** Small files that somebody may be reading: written all at once. */
final class JsonFile {
  private JsonFile() {}

  /** Writes a JSON object with a line for each member. */
  static void write(Path file, Map<String, Object> members) throws IOException {
    String text =
        members.entrySet().stream()
            .map(m -> "  " + Json.write(m.getKey()) + ": " + Json.write(m.getValue()))
            .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    write(file, text);
  }

  /** Writes {@code text}. */
  static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(".koelectra-0.part");
    try {
      Files.write(part, text.getBytes(StandardCharsets.UTF_8));
      Disk.REAL.force(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
