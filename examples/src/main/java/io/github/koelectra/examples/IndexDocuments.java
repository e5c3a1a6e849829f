package io.github.koelectra.examples;

import static java.util.stream.Collectors.joining;

import io.github.koelectra.core.InputOptions;
import io.github.koelectra.core.LongInput;
import io.github.koelectra.core.SentenceEmbedding;
import io.github.koelectra.core.SentenceSplitter;
import io.github.koelectra.core.SentenceSplitter.Sentence;
import io.github.koelectra.core.TokenClassification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prepares documents for a search engine: {@code IndexDocuments NER ENCODER documents.tsv
 * index.tsv} reads lines of an id, a tab and a text, or a folder of {@code .txt} files, one
 * document at a time, and writes for each its id, the number of its sentences, its entities and its
 * vector. The output appears when it is whole.
 */
final class IndexDocuments {
  private static final SentenceSplitter SPLITTER = new SentenceSplitter();

  record Document(String id, String text) {}

  static void main(String[] args) throws IOException {
    if (args.length != 4) {
      System.err.println("usage: IndexDocuments NER ENCODER FOLDER|FILE.tsv OUTPUT.tsv");
      System.exit(2);
    }
    var windows = SentenceEmbedding.Options.DEFAULT.withInputs(InputOptions.of(LongInput.WINDOW));
    try (var ner = TokenClassification.fromPretrained(args[0]);
        var encoder = SentenceEmbedding.fromPretrained(args[1], windows);
        Stream<Document> documents = documents(Path.of(args[2]))) {
      write(documents.map(document -> line(document, ner, encoder)), Path.of(args[3]));
    }
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  static Stream<Document> documents(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return Files.lines(source).map(IndexDocuments::document);
    }
    try (Stream<Path> files = Files.list(source)) {
      return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList().stream()
          .map(IndexDocuments::document);
    }
  }

  private static Document document(Path file) {
    try {
      return new Document(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read as text in UTF-8", e);
    }
  }

  private static Document document(String line) {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw new IllegalArgumentException("no tab between an id and a text: " + line);
    }
    return new Document(line.substring(0, tab), line.substring(tab + 1));
  }

  static String line(Document document, TokenClassification ner, SentenceEmbedding encoder) {
    List<String> sentences = SPLITTER.split(document.text()).stream().map(Sentence::text).toList();
    String entities =
        ner.recognize(sentences).stream()
            .flatMap(found -> found.entities().stream())
            .map(entity -> entity.label() + ":" + entity.word().replaceAll("\\s+", " "))
            .distinct()
            .collect(joining(","));
    String vector = Arrays.toString(encoder.embed(document.text()).vector());
    return "%s\t%d\t%s\t%s".formatted(document.id(), sentences.size(), entities, vector);
  }

  static void write(Stream<String> lines, Path output) throws IOException {
    Path part = Path.of(output + ".part");
    try {
      try (var writer = Files.newBufferedWriter(part)) {
        for (var line = lines.iterator(); line.hasNext(); ) {
          writer.write(line.next());
          writer.newLine();
        }
      }
      Files.move(part, output, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
