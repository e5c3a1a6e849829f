package io.github.koelectra.house;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of the repository. */
final class Repository {
  static final Path ROOT = root();
  static final List<String> LIBRARIES =
      List.of(
          "json",
          "tensor",
          "tokenizer",
          "weights",
          "electra",
          "core",
          "nano",
          "metrics",
          "vocab",
          "train");

  private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea");

  private Repository() {}

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("CONTRIBUTING.md"))) {
      at = at.getParent();
    }
    return at;
  }

  /** All files below {@code folder} with this ending, build output left out. */
  static List<Path> sources(Path folder, String ending) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean skip = SKIPPED.contains(directory.getFileName().toString());
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(ending)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** The compiled classes of a module. */
  static List<Path> classes(String module) throws IOException {
    Path folder = ROOT.resolve(module).resolve("target").resolve("classes");
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".class")).toList();
    }
  }
}
