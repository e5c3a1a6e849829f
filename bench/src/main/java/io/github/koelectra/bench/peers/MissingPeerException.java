package io.github.koelectra.bench.peers;

/** A peer that cannot take part; the message says what to do, in one sentence. */
public final class MissingPeerException extends Exception {
  private static final long serialVersionUID = 1;

  /** With what to do. */
  public MissingPeerException(String message) {
    super(message);
  }

  /** With what to do, and why. */
  public MissingPeerException(String message, Throwable cause) {
    super(message, cause);
  }
}
