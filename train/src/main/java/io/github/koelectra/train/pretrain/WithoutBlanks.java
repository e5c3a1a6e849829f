package io.github.koelectra.train.pretrain;

import java.io.IOException;
import java.util.Optional;

/** Lines without those that are blank. */
final class WithoutBlanks implements Source<String> {
  private final Source<String> lines;

  WithoutBlanks(Source<String> lines) {
    this.lines = lines;
  }

  @Override
  public Optional<String> next() throws IOException {
    Optional<String> line = lines.next();
    while (line.isPresent() && line.get().isBlank()) {
      line = lines.next();
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
