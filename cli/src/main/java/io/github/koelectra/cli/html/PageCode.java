package io.github.koelectra.cli.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A style or a script that is a page's own.
 *
 * @param text what stands in the element
 */
record PageCode(String text) {
  /** What is in the files beside this class, one behind the other. */
  static PageCode of(String... files) {
    StringBuilder text = new StringBuilder("\n");
    for (String file : files) {
      text.append(read(file));
    }
    return new PageCode(text.toString());
  }

  private static String read(String file) {
    try (InputStream in = PageCode.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + file);
      }
      // As a parser reads them, for the browser's digest is of that.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a Content-Security-Policy calls it, so that the browser takes it and no other. */
  String source() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
