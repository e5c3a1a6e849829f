package io.github.koelectra.cli;

import io.github.koelectra.cli.html.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether results are shown on a page, besides. */
final class PageFlags {
  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Show the results on a page for a browser, too, one file that loads nothing; at most"
              + " 10,000 texts.")
  private Optional<Path> page = Optional.empty();

  /** Begins a page. */
  @FunctionalInterface
  interface Maker<R> {
    /** What the page of that file shows results with. */
    Picture<R> create(Path file, Subject subject) throws IOException;
  }

  /** Whether it is that file. */
  boolean isAt(Path file) {
    return page.map(p -> p.toAbsolutePath().normalize())
        .equals(Optional.of(file.toAbsolutePath().normalize()));
  }

  boolean wanted() {
    return page.isPresent();
  }

  /** The page, or none if nobody wants it. */
  <R> Picture<R> picture(Subject subject, Maker<R> maker) throws IOException {
    return page.isPresent() ? maker.create(page.get(), subject) : Picture.none();
  }
}
