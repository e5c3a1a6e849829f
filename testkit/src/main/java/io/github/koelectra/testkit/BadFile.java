package io.github.koelectra.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A malformed, hostile or merely odd file, and what a reader must make of it.
 *
 * @param path the file, or the folder of a whole model
 * @param kind what it should have been
 * @param what what is wrong with it
 * @param expect what a reader does
 * @param error the kind of error, where one is expected or allowed
 * @param tensor the tensor an error names, where there is one
 * @param tensors the elements by name that an accepting reader finds, where the manifest says
 * @param tokens the tokens that an accepting reader finds, where the manifest says
 */
public record BadFile(
    Path path,
    String kind,
    String what,
    Expectation expect,
    Optional<String> error,
    Optional<String> tensor,
    Optional<Map<String, List<Double>>> tensors,
    Optional<List<String>> tokens) {
  /** What a reader does with a file. */
  public enum Expectation {
    /** It throws its declared exception, which names the file. */
    REJECT,
    /** It reads it, to exactly what the manifest says. */
    ACCEPT,
    /** One of the two, and nothing else. */
    EITHER
  }

  @Override
  public String toString() {
    return path.getFileName() + ": " + what;
  }
}
