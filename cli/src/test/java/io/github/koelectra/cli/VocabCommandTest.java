package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vocab train}: what it writes and says, and what it refuses. */
class VocabCommandTest {
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  @TempDir private Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private Ran train(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("vocab", "train", "--output", folder.resolve("vocab.txt").toString()));
    all.addAll(List.of(arguments));
    return Ran.of(all.toArray(String[]::new));
  }

  private List<String> written() throws IOException {
    return Files.readAllLines(folder.resolve("vocab.txt"));
  }

  private static List<String> with(String... tokens) {
    return Stream.concat(SPECIAL.stream(), Stream.of(tokens)).toList();
  }

  /** Neither a vocabulary nor what might have become one. */
  private void nothingIsWritten() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertFalse(
          files.anyMatch(
              f -> f.toString().endsWith("vocab.txt") || f.toString().endsWith(".part")));
    }
  }

  @Test
  void aLineIsAText() throws IOException {
    String texts = file("texts.txt", "하늘 하늘\r\n하늘빛 별\n");
    Ran ran = train(texts, "--size", "11", "--unused", "1").succeeds();
    assertEquals(with("[unused0]", "별", "하", "##늘", "##빛", "하늘"), written());
    assertTrue(ran.out().contains("11 tokens"), ran.out());
  }

  @Test
  void theSummaryCountsWordsAndTokens() throws IOException {
    String texts = file("texts.txt", "하늘 하늘 별");
    Ran ran = train(texts, "--size", "7", "--unused", "0", "--alphabet-limit", "2").succeeds();
    assertEquals(with("하", "##늘"), written());
    assertEquals(
        folder.resolve("vocab.txt")
            + ": 7 tokens (2 letters, 0 pieces) of 3 words, 2 different; 33.333 % of them are"
            + " [UNK]\n",
        ran.out());
  }

  @Test
  void fewerTokensThanWantedAreSaidToBe() throws IOException {
    Ran ran = train(file("texts.txt", "하늘 하늘"), "--min-frequency", "3", "--unused", "0");
    assertEquals(0, ran.code());
    assertEquals(with("하", "##늘"), written());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().contains("fewer than 35000 tokens"), ran.err());
    assertTrue(ran.err().contains("--min-frequency"), ran.err());
  }

  @Test
  void textsComeFromColumnsAndSeveralFiles() throws IOException {
    String table = file("ratings.txt", "id\tdocument\tlabel\n7\t하늘\t1\n8\t\t0\n");
    String other = file("more.jsonl", "{\"document\":\"별\",\"x\":1}\n");
    train("--column", "document", "--input", table, "--unused", "0", "--size", "8", other)
        .succeeds();
    assertEquals(with("별", "하", "##늘"), written());
  }

  @Test
  void theSameTextGivesTheSameBytesForAnyNumberOfThreads() throws IOException {
    String texts = file("texts.txt", "가을 하늘 공활한데\n높고 구름 없이, 가을 하늘!\n".repeat(500));
    train(texts, "--size", "30", "--unused", "3", "--threads", "1").succeeds();
    byte[] first = Files.readAllBytes(folder.resolve("vocab.txt"));
    train(texts, "--size", "30", "--unused", "3", "--threads", "4").succeeds();
    assertArrayEquals(first, Files.readAllBytes(folder.resolve("vocab.txt")));
    assertEquals(30, written().size());
    Ran tokens =
        Ran.of("tokenize", "--vocab", folder.resolve("vocab.txt").toString(), "가을 하늘, 구름!");
    assertFalse(tokens.succeeds().out().contains("[UNK]"), tokens.out());
  }

  @Test
  void badInputIsOneSentenceAndLeavesNothing() throws IOException {
    byte[] latin = {'a', '\n', 'b', (byte) 0xE4, '\n'};
    Path bad = Files.write(folder.resolve("bad.txt"), latin);
    train(bad.toString()).failsInOneSentence(1, "bad.txt, line 2", "not UTF-8");
    train(folder.resolve("none.txt").toString()).failsInOneSentence(1, "none.txt", "no such file");
    train(file("empty.txt", "\n \n")).failsInOneSentence(1, "empty.txt", "no words");
    train(file("texts.txt", "하늘 별"), "--size", "10")
        .failsInOneSentence(1, "10 tokens is too small", "at least 208");
    train(file("texts.pdf", "x")).failsInOneSentence(1, "texts.pdf", "unknown kind");
    train(file("table.tsv", "a\tb\nc\n"), "--column", "a")
        .failsInOneSentence(1, "table.tsv, line 2", "1 columns");
    nothingIsWritten();
  }

  @Test
  void whatIsReadIsNotWrittenOver() throws IOException {
    String texts = file("vocab.txt", "하늘");
    train(texts).failsInOneSentence(2, "is a file that is read");
    assertEquals(List.of("하늘"), written());
    Ran.of("vocab", "train", texts, "--output", folder.toString())
        .failsInOneSentence(1, "is there and no file");
    Ran.of("vocab", "train", texts, "--output", folder.resolve("no/vocab.txt").toString())
        .failsInOneSentence(1, "there is no directory");
  }

  /** A vocabulary that was there is replaced by a whole one or stays. */
  @Test
  void anOlderVocabularyStaysUntilTheNewOneIsWhole() throws IOException {
    file("vocab.txt", "old");
    String texts = file("texts.txt", "하늘 별");
    train(texts, "--size", "10").failsInOneSentence(1, "too small");
    assertEquals(List.of("old"), written());
    train(texts, "--size", "8", "--unused", "0").succeeds();
    assertEquals(with("별", "하", "##늘"), written());
  }

  @ParameterizedTest
  @CsvSource({
    "vocab, a command is needed: train",
    "vocab trian, did you mean 'train'?",
    "vocab train x.txt, '--output=FILE'",
    "vocab train --output v, name files to read",
    "vocab train --output v x.txt --threads 0, between 1 and 1024",
    "vocab train --output v x.txt --size 0, size must be at least 1",
    "vocab train --output v x.txt --alphabet-limit 0, alphabet limit must be at least 1",
    "vocab train --output v x.txt --min-frequency 0, min frequency must be at least 1",
    "vocab train --output v x.txt --unused -1, unused must be at least 0"
  })
  void badUsageIsOneSentence(String line, String fragment) {
    Ran.of(line.split(" ")).failsInOneSentence(2, fragment, "--help");
  }
}
