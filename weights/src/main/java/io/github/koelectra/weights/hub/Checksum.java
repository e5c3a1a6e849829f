package io.github.koelectra.weights.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Whether content is what an etag stands for: the SHA-256 of a large file, or the SHA-1 git gives a
 * blob. Some mirrors send a plain SHA-1. Any other etag tells nothing.
 */
final class Checksum {
  private static final int SHA256_DIGITS = 64;
  private static final int SHA1_DIGITS = 40;

  private final String etag;
  private final List<MessageDigest> digests;

  private Checksum(String etag, List<MessageDigest> digests) {
    this.etag = etag;
    this.digests = digests;
  }

  /** For a file of {@code size} bytes; negative if that is not known. */
  static Checksum of(String etag, long size) {
    boolean hex = etag.matches("[0-9a-f]+");
    if (hex && etag.length() == SHA256_DIGITS) {
      return new Checksum(etag, List.of(digest("SHA-256")));
    }
    if (hex && etag.length() == SHA1_DIGITS && size >= 0) {
      MessageDigest blob = digest("SHA-1");
      blob.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
      return new Checksum(etag, List.of(blob, digest("SHA-1")));
    }
    return new Checksum(etag, List.of());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JVM has both.
    }
  }

  /** Whether the etag tells anything. */
  boolean tells() {
    return !digests.isEmpty();
  }

  /** The next bytes; the buffer stays as it is. */
  void update(ByteBuffer bytes) {
    for (MessageDigest digest : digests) {
      digest.update(bytes.duplicate());
    }
  }

  /** Whether all bytes together are right, as far as the etag tells. */
  boolean matches() {
    return digests.isEmpty()
        || digests.stream().anyMatch(d -> HexFormat.of().formatHex(d.digest()).equals(etag));
  }
}
