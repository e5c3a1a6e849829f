package io.github.koelectra.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

  /** The folder, found once; taken out of the jar when the test kit lies in one. */
  private static final class Root {
    static final Path PATH = find();

    private static Path find() {
      URL url = FormatFiles.class.getResource("/formats/" + MANIFEST);
      if (url == null) {
        throw new IllegalStateException("the test kit has lost its format files");
      }
      try {
        URI uri = url.toURI();
        return uri.getScheme().equals("file") ? folder(Path.of(uri)) : unpack(uri);
      } catch (URISyntaxException | IOException e) {
        throw new IllegalStateException("cannot reach " + url, e);
      }
    }

    private static Path folder(Path manifest) {
      return manifest.getParent().getParent();
    }

    private static Path unpack(URI manifest) throws IOException {
      Path target = Files.createTempDirectory("koelectra-formats-");
      try (FileSystem jar = FileSystems.newFileSystem(manifest, Map.of());
          Stream<Path> found = Files.walk(folder(jar.provider().getPath(manifest)))) {
        Path source = folder(jar.provider().getPath(manifest));
        for (Path from : found.toList()) {
          Path to = target.resolve(source.relativize(from).toString());
          if (Files.isDirectory(from)) {
            Files.createDirectories(to);
          } else {
            Files.copy(from, to);
          }
          to.toFile().deleteOnExit();
        }
      }
      return target;
    }
  }
}
