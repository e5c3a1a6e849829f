package io.github.koelectra.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Passes output on and remembers why it could not, which writers of text keep to themselves. */
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure.compareAndSet(Optional.empty(), Optional.of(Failures.sentence(e)));
      throw e;
    }
  }

  /** What to tell; nothing when the reader has gone, as {@code head} does when it has enough. */
  Optional<String> complaint() {
    return failure
        .get()
        .filter(reason -> !reason.contains("Broken pipe"))
        .map(reason -> "standard output cannot be written: " + reason);
  }
}
