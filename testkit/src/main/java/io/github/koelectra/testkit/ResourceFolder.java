package io.github.koelectra.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of the test kit's resources, taken out of the jar when the test kit lies in one. */
final class ResourceFolder {
  private ResourceFolder() {}

  /**
   * The folder {@code name}.
   *
   * @param known a file right in it, by which it is found
   */
  static Path find(String name, String known) {
    URL url = ResourceFolder.class.getResource("/" + name + "/" + known);
    if (url == null) {
      throw new IllegalStateException("the test kit has lost its " + name);
    }
    try {
      URI uri = url.toURI();
      return uri.getScheme().equals("file") ? Path.of(uri).getParent() : unpack(uri);
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("cannot reach " + url, e);
    }
  }

  private static Path unpack(URI known) throws IOException {
    Path target = Files.createTempDirectory("koelectra-resources-");
    try (FileSystem jar = FileSystems.newFileSystem(known, Map.of())) {
      Path source = jar.provider().getPath(known).getParent();
      try (Stream<Path> found = Files.walk(source)) {
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
    }
    return target;
  }
}
