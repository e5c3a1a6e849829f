package io.github.koelectra.train.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** What files are forced to, so that they outlast a loss of power. */
@FunctionalInterface
interface Disk {
  /** That of the machine. */
  Disk REAL = Disk::forceToDevice;

  /** Forces a file, or the names in a folder. */
  void force(Path path) throws IOException;

  /** Forces all that is in a folder, then the folder. */
  default void forceAll(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      List<Path> files = found.sorted().toList();
      for (Path file : files) {
        force(file);
      }
    }
    force(folder);
  }

  private static void forceToDevice(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } else {
      forceFolder(path);
    }
  }

  /** Windows opens no folders, and keeps their names without being asked. */
  private static void forceFolder(Path folder) throws IOException {
    FileChannel opened;
    try {
      opened = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return;
    }
    try (opened) {
      opened.force(true);
    }
  }
}
