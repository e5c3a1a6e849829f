package io.github.koelectra.weights.hub;

import io.github.koelectra.json.OneLine;
import java.io.IOException;
import java.io.Serial;

/** A model cannot be had from the hub or its cache. One sentence says why and what to do. */
public final class HubException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The ways it can fail. */
  public enum Kind {
    /** A model, revision or file name that cannot be one. */
    NAME,
    /** The environment says something that makes no sense. */
    SETTING,
    /** The hub has no such model, or hides it. */
    NO_MODEL,
    /** The model has no such revision. */
    NO_REVISION,
    /** The model has no such file. */
    NO_FILE,
    /** The model's licence must be accepted first. */
    GATED,
    /** The hub does not take the token, or wants one. */
    UNAUTHORIZED,
    /** The hub cannot be reached. */
    NO_NETWORK,
    /** It is not in the cache, and the network may not be used. */
    OFFLINE,
    /** The hub fails, or asks for patience, again and again. */
    SERVER,
    /** The hub answers what no hub answers. */
    ANSWER,
    /** What came is not what was announced. */
    CORRUPT,
    /** There is no room left. */
    DISK_FULL,
    /** The cache cannot be written or read. */
    UNWRITABLE
  }

  private final Kind kind;

  /** One sentence on what is wrong. */
  public HubException(Kind kind, String message) {
    super(OneLine.of(message));
    this.kind = kind;
  }

  /** One sentence on what is wrong, and what led to it. */
  public HubException(Kind kind, String message, Throwable cause) {
    super(OneLine.of(message), cause);
    this.kind = kind;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }
}
