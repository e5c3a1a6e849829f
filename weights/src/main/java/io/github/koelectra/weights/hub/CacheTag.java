package io.github.koelectra.weights.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells programs that make backups what need not be kept. */
final class CacheTag {
  private static final String TAG =
      """
      Signature: 8a477f597d28d172789f06886806bc55
      # This directory holds models that can be downloaded, or unpacked, again.
      # What this file is: https://bford.info/cachedir/
      """;

  private CacheTag() {}

  static void write(Path directory) {
    try {
      Path tag = directory.resolve("CACHEDIR.TAG");
      if (!Files.exists(tag)) {
        Files.writeString(tag, TAG);
      }
    } catch (IOException e) {
      return; // Backups will be larger.
    }
  }
}
