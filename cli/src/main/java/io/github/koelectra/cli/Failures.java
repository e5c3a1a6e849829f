package io.github.koelectra.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong, in one sentence. */
final class Failures {
  private Failures() {}

  /** A chain of tests, for a switch over types is linked when it is first met, which takes time. */
  static String sentence(Throwable failure) {
    if (failure instanceof NoSuchFileException e) {
      return e.getFile() + ": no such file or directory";
    }
    if (failure instanceof AccessDeniedException e) {
      return e.getFile() + ": permission denied";
    }
    if (failure instanceof FileSystemException e) {
      return e.getFile() + ": " + (e.getReason() == null ? "cannot be used" : e.getReason());
    }
    return failure.getMessage() == null
        ? "unexpected " + failure.getClass().getName()
        : oneLine(failure.getMessage());
  }

  static String oneLine(String message) {
    return message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
  }
}
