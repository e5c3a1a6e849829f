package io.github.koelectra.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A directory that is there whole or not at all: filled beside its place under another name, then
 * moved. What is not moved is deleted.
 */
final class NewDirectory implements AutoCloseable {
  private final Path target;
  private final Path filling;

  private NewDirectory(Path target, Path filling) {
    this.target = target;
    this.filling = filling;
  }

  /**
   * Begins a directory.
   *
   * @param target where it will be
   * @param replace whether files there may be replaced
   * @throws IOException if something is there that must stay, or nothing can be written there
   */
  static NewDirectory at(Path target, boolean replace) throws IOException {
    check(target, replace);
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException(target + ": there is no directory " + parent + " to put it in");
    }
    return new NewDirectory(target, Files.createDirectory(beside(target)));
  }

  private static void check(Path target, boolean replace) throws IOException {
    if (Files.isSymbolicLink(target) || (Files.exists(target) && !Files.isDirectory(target))) {
      throw new IOException(target + ": is there and no directory; name another place");
    }
    List<Path> there = contents(target);
    if (!there.isEmpty() && !replace) {
      throw new IOException(
          target + ": is there and not empty; name another place, or replace it with --force");
    }
    for (Path file : there) {
      if (Files.isDirectory(file)) {
        throw new IOException(
            target
                + ": holds a directory, "
                + file.getFileName()
                + ", which --force does not delete");
      }
    }
  }

  private static List<Path> contents(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static Path beside(Path target) {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return target.toAbsolutePath().resolveSibling(".koelectra-" + random + ".part");
  }

  /** Where its files are written until it is complete. */
  Path path() {
    return filling;
  }

  /** Moves it to its place, and what was there away. */
  void complete() throws IOException {
    if (Files.isDirectory(target)) {
      Path old = beside(target);
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      try {
        Files.move(filling, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
        throw e;
      }
      delete(old);
    } else {
      Files.move(filling, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void delete(Path directory) throws IOException {
    for (Path file : contents(directory)) {
      Files.delete(file);
    }
    Files.deleteIfExists(directory);
  }

  @Override
  public void close() throws IOException {
    delete(filling);
  }
}
