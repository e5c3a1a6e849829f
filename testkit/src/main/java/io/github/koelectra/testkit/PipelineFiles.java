package io.github.koelectra.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tiny models with seeded weights, one for each task, and what transformers' pipelines answer with
 * them; the folder's README says how. Safe to share between threads.
 */
public final class PipelineFiles {
  private PipelineFiles() {}

  /**
   * The file or folder {@code relative}: {@code expected.json}, or a model's directory such as
   * {@code sequence}.
   *
   * @throws IllegalArgumentException if it is not there
   */
  public static Path path(String relative) {
    Path path = Root.PATH.resolve(relative);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("no such file of the pipelines: " + relative);
    }
    return path;
  }

  private static final class Root {
    static final Path PATH = ResourceFolder.find("pipelines", "expected.json");
  }
}
