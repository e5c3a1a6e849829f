package io.github.koelectra.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatFilesTest {
  @ParameterizedTest
  @CsvSource({
    "safetensors, 67",
    "index, 10",
    "model, 9",
    "config, 36",
    "vocab, 22",
    "tf-v1, 8",
    "tf-h5, 8"
  })
  void everyKindIsThere(String kind, int count) {
    List<BadFile> files = FormatFiles.bad(kind);
    assertEquals(count, files.size());
    for (BadFile file : files) {
      assertTrue(Files.exists(file.path()), file.path().toString());
    }
  }

  @Test
  void theManifestIsReadWhole() {
    BadFile odd = find("safetensors", "offsets-exponent.safetensors");
    assertEquals(BadFile.Expectation.EITHER, odd.expect());
    assertEquals(Optional.of("header"), odd.error());
    Map<String, List<Double>> tensors =
        Map.of("weight", List.of(0.0, 1.0, 2.0, 3.0, 4.0), "bias", List.of(5.0, 6.0, 7.0));
    assertEquals(Optional.of(tensors), odd.tensors());
    assertEquals(10, find("vocab", "plain.txt").tokens().orElseThrow().size());
    assertTrue(find("model", "tensor-missing").tensor().orElseThrow().contains("encoder"));
    assertThrows(IllegalArgumentException.class, () -> FormatFiles.bad("cake"));
    assertThrows(IllegalArgumentException.class, () -> FormatFiles.path("safetensors-f1"));
  }

  private static BadFile find(String kind, String name) {
    return FormatFiles.bad(kind).stream()
        .filter(f -> f.path().endsWith(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theyAreFoundInAJarToo(@TempDir Path folder) throws Exception {
    Path classes =
        Path.of(FormatFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = folder.resolve("시험 kit.jar");
    pack(classes, jar);
    URL[] urls = {jar.toUri().toURL(), jackson()};
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> inJar = loader.loadClass(FormatFiles.class.getName());
      Path found = (Path) inJar.getMethod("path", String.class).invoke(null, "edge");
      assertTrue(Files.exists(found.resolve("unaligned.safetensors")));
      Object files = inJar.getMethod("bad", String.class).invoke(null, "index");
      assertEquals(FormatFiles.bad("index").size(), ((List<?>) files).size());
    }
  }

  private static URL jackson() {
    return tools.jackson.core.JsonParser.class.getProtectionDomain().getCodeSource().getLocation();
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> found = Files.walk(classes)) {
      for (Path file : found.toList()) {
        String name = classes.relativize(file).toString();
        if (Files.isDirectory(file)) {
          if (!name.isEmpty()) {
            out.putNextEntry(new ZipEntry(name + "/"));
          }
        } else {
          out.putNextEntry(new ZipEntry(name));
          Files.copy(file, out);
        }
      }
    }
  }
}
