package io.github.koelectra.electra;

import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.weights.Checkpoint;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** What a model holds while it is open: scratch memory for each caller at a time, and its files. */
public final class Lifetime {
  private final ConcurrentLinkedDeque<Workspace> idle = new ConcurrentLinkedDeque<>();
  private final AtomicReference<Optional<Checkpoint>> files =
      new AtomicReference<>(Optional.empty());
  private volatile boolean closed;

  Lifetime() {}

  void owns(Checkpoint checkpoint) {
    files.set(Optional.of(checkpoint));
  }

  <T> T with(Function<Workspace, T> work) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    Workspace workspace = Optional.ofNullable(idle.pollFirst()).orElseGet(Workspace::new);
    try {
      return work.apply(workspace);
    } finally {
      workspace.release(0);
      idle.addFirst(workspace);
    }
  }

  void close() {
    closed = true;
    idle.clear();
    files.getAndSet(Optional.empty()).ifPresent(Checkpoint::close);
  }
}
