package io.github.koelectra.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the material that lies beside the repository in {@code ../shared} and is too large, or not
 * ours, to commit. A test that asks for a file that is not there is skipped with a message; when
 * the environment variable {@code KOELECTRA_SHARED_REQUIRED} is {@code true}, as continuous
 * integration sets it where the folder exists, it fails.
 */
public final class SharedFiles {
  private SharedFiles() {}

  /**
   * The path of {@code relative} below the shared folder; skips the calling test if it does not
   * exist.
   */
  public static Path require(String relative) {
    Path path = root().resolve(relative);
    if (!Files.exists(path)) {
      String message = "shared material is missing: " + relative;
      if (Boolean.parseBoolean(System.getenv("KOELECTRA_SHARED_REQUIRED"))) {
        fail(message);
      }
      abort(message);
    }
    return path;
  }

  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("tensor")) && Files.exists(at.resolve("CONTRIBUTING.md"))) {
        return at.resolveSibling("shared");
      }
    }
    throw new IllegalStateException("tests must run inside the repository");
  }
}
