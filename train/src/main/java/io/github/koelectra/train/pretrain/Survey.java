package io.github.koelectra.train.pretrain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What text files hold.
 *
 * @param texts the lines that are not blank
 * @param digest SHA-256 of all lines in their order
 */
record Survey(long texts, String digest) {
  /**
   * Reads all files from end to end.
   *
   * @throws IOException if one cannot be read or is not UTF-8
   */
  static Survey of(List<Path> files) throws IOException {
    MessageDigest digest = sha256();
    long texts = 0;
    try (Source<String> lines = new TextLines(files)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        digest.update(line.get().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        texts += line.get().isBlank() ? 0 : 1;
      }
    }
    return new Survey(texts, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
