package io.github.koelectra.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong, in one sentence. */
final class Failures {
  private Failures() {}

  static String sentence(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> e.getFile() + ": no such file or directory";
      case AccessDeniedException e -> e.getFile() + ": permission denied";
      case FileSystemException e ->
          e.getFile() + ": " + (e.getReason() == null ? "cannot be used" : e.getReason());
      case Throwable e when e.getMessage() == null -> "unexpected " + e.getClass().getName();
      case Throwable e -> oneLine(e.getMessage());
    };
  }

  static String oneLine(String message) {
    return message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
  }
}
