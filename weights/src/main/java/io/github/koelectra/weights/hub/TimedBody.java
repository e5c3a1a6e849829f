package io.github.koelectra.weights.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read as it comes; unlike a stream it notices when nothing comes any more.
 * One part is under way at a time, so a slow reader holds up the sender.
 */
final class TimedBody implements BodySubscriber<TimedBody>, AutoCloseable {
  /** What came next: bytes, an end, or a failure. */
  private record Part(List<ByteBuffer> bytes, Optional<Throwable> failure) {
    boolean last() {
      return bytes.isEmpty();
    }
  }

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

  @Override
  public CompletionStage<TimedBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    if (!subscription.complete(given)) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    if (bytes.isEmpty()) {
      subscription.join().request(1);
    } else {
      parts.add(new Part(bytes, Optional.empty()));
    }
  }

  @Override
  public void onError(Throwable failure) {
    parts.add(new Part(List.of(), Optional.of(failure)));
  }

  @Override
  public void onComplete() {
    parts.add(new Part(List.of(), Optional.empty()));
  }

  /**
   * The bytes that came next; none at the end.
   *
   * @throws HttpTimeoutException if nothing came for {@code patience}
   * @throws IOException if the connection broke
   */
  List<ByteBuffer> next(Duration patience) throws IOException {
    try {
      Part part = parts.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (part == null) {
        throw new HttpTimeoutException("nothing came for " + patience.toSeconds() + " s");
      }
      if (part.failure().isPresent()) {
        throw new IOException("the connection broke", part.failure().get());
      }
      if (!part.last()) {
        subscription.join().request(1);
      }
      return part.bytes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  /** Wants no more of it. */
  @Override
  public void close() {
    var _ = subscription.thenAccept(Subscription::cancel);
  }
}
