package io.github.koelectra.cli.html;

import java.nio.file.Path;
import java.util.List;

/**
 * What a page is about.
 *
 * @param model the model as its user calls it
 * @param sources files, and directories of files, that the command reads: a page never replaces one
 */
public record Subject(String model, List<Path> sources) {
  /** Copies the list. */
  public Subject {
    sources = List.copyOf(sources);
  }
}
