package io.github.koelectra.testkit;

import java.util.Map;

/**
 * One way for a server to misbehave.
 *
 * @param kind what it does
 * @param number after how many bytes, or with which status
 */
public record HttpFault(Kind kind, int number) {
  /** What a server may do. */
  public enum Kind {
    /** Answers as it should. */
    NONE,
    /** Closes the connection after some bytes of the body. */
    CUT,
    /** Closes the connection before it answers. */
    HANG_UP,
    /** Sends some bytes of the body and then nothing. */
    STALL,
    /** Sends the body in small pieces, with pauses. */
    DRIP,
    /** Announces and sends fewer bytes than there are. */
    SHORT,
    /** Announces and sends more bytes than there are. */
    LONG,
    /** Sends other bytes. */
    OTHER_BYTES,
    /** Sends everything where a part was asked for. */
    NO_RANGES,
    /** Sends another part than was asked for. */
    OTHER_RANGE,
    /** Answers with a status and nothing else. */
    STATUS,
    /** Leaves out the headers of a hub. */
    NO_HUB
  }

  /** Answers as it should. */
  public static final HttpFault NONE = new HttpFault(Kind.NONE, 0);

  /**
   * What was asked.
   *
   * @param atHub whether the hub was asked, and not where it keeps large files
   * @param headers by their names in lower case
   */
  public record Request(boolean atHub, String method, String path, Map<String, String> headers) {}
}
