package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What goes wrong between us and the disk, in a sentence each. */
final class Disk {
  private static final long MEGA = 1_000_000;

  /**
   * With less room than this a failure to write is one of room, in whatever language it is told.
   */
  private static final long NOTHING = 64 << 10;

  private Disk() {}

  /** What to say when {@code path} could not be written. */
  static HubException failure(Path path, IOException e) {
    if (isFull(path, e)) {
      return new HubException(
          Kind.DISK_FULL,
          "no room is left on the disk for " + path + "; make room, or set HF_HOME to another disk",
          e);
    }
    return new HubException(
        Kind.UNWRITABLE,
        place(path, e)
            + " cannot be written ("
            + reason(e)
            + "); set HF_HOME to a directory that can",
        e);
  }

  private static String place(Path path, IOException e) {
    boolean named = e instanceof FileSystemException f && f.getFile() != null;
    return named ? ((FileSystemException) e).getFile() : path.toString();
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file is where a directory should be";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private static boolean isFull(Path path, IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("not enough space")
        || message.contains("quota exceeded")
        || (!(e instanceof FileSystemException) && usable(path) < NOTHING);
  }

  /**
   * Complains at once if {@code bytes} more cannot be written; a disk that reports 0 may be odd.
   */
  static void checkRoom(Path directory, long bytes) throws HubException {
    long usable = usable(directory);
    if (usable > 0 && usable < bytes) {
      throw new HubException(
          Kind.DISK_FULL,
          String.format(
              Locale.ROOT,
              "%s has %.1f MB free, and %.1f MB are to come; make room, or set HF_HOME to another"
                  + " disk",
              directory,
              (double) usable / MEGA,
              (double) bytes / MEGA));
    }
  }

  private static long usable(Path path) {
    try {
      Path there = path.toAbsolutePath();
      while (!Files.exists(there)) {
        there = there.getParent();
      }
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // Who cannot tell complains when writing fails.
    }
  }
}
