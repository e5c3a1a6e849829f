package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.TokenizerOptions;
import io.github.koelectra.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Small data files, what is said of broken ones, and a tokenizer of syllables. */
final class Samples {
  private Samples() {}

  /** A file of these lines. */
  static Path file(Path directory, String name, String... lines) throws IOException {
    return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  /** Expects an {@link IOException} with exactly this sentence, in which FILE is the file. */
  static void assertSays(String sentence, Path file, Executable reads) {
    IOException thrown = assertThrows(IOException.class, reads);
    assertEquals(sentence.replace("FILE", file.toString()), thrown.getMessage());
  }

  /** A tokenizer of which each syllable, letter and digit is a token. */
  static ElectraTokenizer syllables() {
    List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    StringBuilder characters = new StringBuilder("abcdefghijklmnopqrstuvwxyz0123456789.,?!");
    for (char c = '가'; c <= '힣'; c++) {
      characters.append(c);
    }
    for (String character : characters.toString().split("", -1)) {
      if (!character.isEmpty()) {
        tokens.addAll(Arrays.asList(character, "##" + character));
      }
    }
    return ElectraTokenizer.of(Vocabulary.of(tokens), TokenizerOptions.CASED);
  }
}
