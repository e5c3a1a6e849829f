package io.github.koelectra.cli.html;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A file that is there when it is whole and not before: it grows under another name beside its own,
 * and is removed unless it was finished. Its failures name the file.
 */
final class PageFile implements Appendable, AutoCloseable {
  private final Path file;
  private final Path target;
  private final Path temporary;
  private final Writer writer;

  private PageFile(Path file, Path target, Path temporary, Writer writer) {
    this.file = file;
    this.target = target;
    this.temporary = temporary;
    this.writer = writer;
  }

  /**
   * Begins a file.
   *
   * @param sources files, and directories of files, that must not be replaced
   * @throws IOException if it is among the sources or cannot be written
   */
  static PageFile create(Path file, List<Path> sources) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target)) {
      checkReplaceable(file, target, sources);
    }
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = target.resolveSibling(".koelectra-" + random + ".part");
    try {
      BufferedWriter writer =
          Files.newBufferedWriter(
              temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new PageFile(file, target, temporary, writer);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static void checkReplaceable(Path file, Path target, List<Path> sources)
      throws IOException {
    if (!Files.isRegularFile(target)) {
      throw new IOException(file + ": not a regular file, so it cannot be replaced");
    }
    for (Path source : sources) {
      if (isAmong(target, source)) {
        throw new IOException(
            file + ": is read by this command and must not be replaced; name another file");
      }
    }
  }

  private static boolean isAmong(Path target, Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return Files.exists(source) && Files.isSameFile(target, source);
    }
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.isSameFile(target, file)) {
          return true;
        }
      }
    }
    return false;
  }

  private static IOException failure(Path file, IOException e) {
    String reason =
        switch (e) {
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "there is no such directory";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> e.getMessage();
        };
    return new IOException(file + ": cannot be written: " + reason, e);
  }

  Path path() {
    return file;
  }

  @Override
  public PageFile append(CharSequence text) throws IOException {
    try {
      writer.append(text);
      return this;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public PageFile append(CharSequence text, int begin, int end) throws IOException {
    return append(text.subSequence(begin, end));
  }

  @Override
  public PageFile append(char c) throws IOException {
    return append(Character.toString(c));
  }

  /** Gives the file its name. */
  void finish() throws IOException {
    try {
      writer.close();
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } catch (IOException e) {
      throw failure(file, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
