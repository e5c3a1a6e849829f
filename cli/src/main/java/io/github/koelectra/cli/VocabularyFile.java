package io.github.koelectra.cli;

import io.github.koelectra.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a {@code vocab.txt} is written, whole or not at all.
 *
 * @param file its place
 */
record VocabularyFile(Path file) {
  /**
   * Checks a place, before anything long is begun.
   *
   * @throws IOException if nothing can be written there
   */
  static VocabularyFile at(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(file + ": there is no directory " + folder + " to put it in");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + ": is there and no file; name another place");
    }
    return new VocabularyFile(file);
  }

  /** Writes the tokens, one a line, in place of what was there. */
  void write(Vocabulary vocabulary) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = target.resolveSibling(".koelectra-" + random + ".part");
    try {
      String lines = String.join("\n", vocabulary.tokens()) + "\n";
      Files.writeString(temporary, lines, StandardOpenOption.CREATE_NEW);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Under the name it would have had, for nobody has asked for the other.
      String sentence = Failures.sentence(e);
      throw new IOException(sentence.replace(temporary.toString(), file.toString()), e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
