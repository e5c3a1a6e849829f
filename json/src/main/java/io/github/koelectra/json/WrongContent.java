package io.github.koelectra.json;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What people have in a file by mistake, told in words. */
public final class WrongContent {
  /** How many bytes of a file tell. */
  static final int HEAD = 200;

  private WrongContent() {}

  /** Why {@code bytes}, or as much of them as is at hand, cannot be what they should be, if so. */
  public static Optional<String> of(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.of("the file is empty; download it again");
    }
    String head =
        new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT)
            .strip();
    if (head.startsWith("version https://git-lfs.github.com/")) {
      return Optional.of(
          "this is a Git LFS pointer, not the file itself; fetch it with 'git lfs pull' or download"
              + " it again");
    }
    if (head.startsWith("<!doctype html") || head.startsWith("<html")) {
      return Optional.of("this is a web page, not the file itself; download it again");
    }
    return Optional.empty();
  }
}
