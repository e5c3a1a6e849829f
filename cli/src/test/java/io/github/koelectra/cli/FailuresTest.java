package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void everyFailureIsASentence() {
    assertEquals("a: no such file or directory", Failures.sentence(new NoSuchFileException("a")));
    assertEquals("a: permission denied", Failures.sentence(new AccessDeniedException("a")));
    FileSystemException loop = new FileSystemException("a", null, "Too many levels");
    assertEquals("a: Too many levels", Failures.sentence(loop));
    assertEquals("a: cannot be used", Failures.sentence(new FileSystemException("a")));
    assertEquals("one two", Failures.sentence(new IOException("one\n two")));
    assertEquals("unexpected java.lang.Error", Failures.sentence(new Error()));
  }
}
