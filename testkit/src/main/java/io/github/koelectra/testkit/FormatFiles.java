package io.github.koelectra.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The tiny model in every layout of safetensors, unusual but valid files, and malformed ones: the
 * committed part of the shared {@code golden/formats}, with the same names below it. Safe to share
 * between threads.
 */
public final class FormatFiles {
  private static final String MANIFEST = "bad/manifest.json";

  private FormatFiles() {}

  /**
   * The file or folder {@code relative}, such as {@code safetensors-f32} or {@code
   * edge/unaligned.safetensors}.
   *
   * @throws IllegalArgumentException if it is not committed
   */
  public static Path path(String relative) {
    Path path = Root.PATH.resolve(relative);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("no such format file: " + relative);
    }
    return path;
  }

  /**
   * The malformed and odd files of a kind, in the order of the manifest.
   *
   * @param kind one of {@code safetensors}, {@code torch}, {@code index}, {@code model}, {@code
   *     config}, {@code vocab}
   */
  public static List<BadFile> bad(String kind) {
    try {
      List<BadFile> files =
          BadManifest.read(path(MANIFEST)).stream().filter(f -> f.kind().equals(kind)).toList();
      if (files.isEmpty()) {
        throw new IllegalArgumentException("no malformed files of kind " + kind);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder, found once. */
  private static final class Root {
    static final Path PATH = ResourceFolder.find("formats", "expected.safetensors");
  }
}
