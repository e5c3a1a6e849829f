package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.core.TokenClassification.Tagging;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.testkit.SharedFiles;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sentences that KoELECTRA's models are tried on, a tag for each of their eojeols. */
class NaverNerTest {
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Pattern TAB = Pattern.compile("\t");
  private static final List<String> TYPES =
      List.of(
          "PER", "FLD", "AFW", "ORG", "LOC", "CVL", "DAT", "TIM", "NUM", "EVT", "ANM", "PLT", "MAT",
          "TRM");
  private static final List<String> LABELS =
      Stream.concat(Stream.of("O"), TYPES.stream().flatMap(t -> Stream.of(t + "-B", t + "-I")))
          .toList();

  /** Entities in the file: a beginning each, and insides that go on with nothing. */
  private static final int ENTITIES = 29_000;

  /**
   * An eojeol.
   *
   * @param tag as it is in the file
   * @param begin its first token
   * @param end behind its last token
   */
  private record Eojeol(String tag, int begin, int end) {
    String type() {
      return tag.equals("O") ? tag : tag.substring(0, tag.length() - 2);
    }

    /** Whether it is of the entity of the eojeol before. */
    boolean goesOn(Eojeol before) {
      return tag.endsWith("-I") && type().equals(before.type());
    }
  }

  @Test
  void entitiesAreRecovered() throws IOException {
    check(tokens -> 0);
  }

  @Test
  void trailingPiecesAreLeftOut() throws IOException {
    SplittableRandom random = RandomCases.of("trailingPiecesAreLeftOut");
    check(random::nextInt);
  }

  /** With so many of an entity's last tokens without a type as the operator says. */
  private static void check(IntUnaryOperator leftOut) throws IOException {
    List<String> lines = Files.readAllLines(SharedFiles.require("corpus/naver-ner/test.tsv"));
    ElectraTokenizer tokenizer =
        ElectraTokenizer.fromPretrained(SharedFiles.require("vocab/koelectra-v3.txt"));
    TagScheme scheme = TagScheme.of(LABELS, Optional.empty());
    assertEquals(Tagging.SUFFIX, scheme.tagging());
    assertEquals(TYPES, scheme.types());
    WordEntities words = new WordEntities(scheme);
    int entities = 0;
    for (String line : lines) {
      String text = TAB.split(line)[0];
      Encoding encoding = tokenizer.encode(text);
      List<Entity> expected = new ArrayList<>();
      String[] tags = tags(eojeols(line, encoding), encoding, text, leftOut, expected);
      assertEquals(expected, words.of(pieces(encoding, tags), text), line);
      entities += expected.size();
    }
    assertTrue(entities > ENTITIES, entities + " entities");
  }

  private static List<Eojeol> eojeols(String line, Encoding encoding) {
    String[] columns = TAB.split(line);
    String[] tags = SPACE.split(columns[1]);
    List<Eojeol> eojeols = new ArrayList<>();
    int place = 0;
    int token = 1;
    String[] words = SPACE.split(columns[0]);
    for (int i = 0; i < words.length; i++) {
      int begin = token;
      place += words[i].length();
      while (token < encoding.size() - 1 && encoding.begin(token) < place) {
        token++;
      }
      place++;
      if (token > begin) {
        eojeols.add(new Eojeol(tags[i], begin, token));
      }
    }
    return eojeols;
  }

  /** The tags of all tokens; adds the entities they are of. */
  private static String[] tags(
      List<Eojeol> eojeols,
      Encoding encoding,
      String text,
      IntUnaryOperator leftOut,
      List<Entity> entities) {
    String[] tags = new String[encoding.size()];
    int first = 0;
    for (int i = 0; i < eojeols.size(); i++) {
      Eojeol eojeol = eojeols.get(i);
      first = i > 0 && eojeol.goesOn(eojeols.get(i - 1)) ? first : eojeol.begin;
      boolean last = i + 1 == eojeols.size() || !eojeols.get(i + 1).goesOn(eojeol);
      int end = last ? eojeol.end - leftOut.applyAsInt(eojeol.end - eojeol.begin) : eojeol.end;
      for (int token = eojeol.begin; token < eojeol.end; token++) {
        String inside = eojeol.tag.equals("O") || token >= end ? "O" : eojeol.type() + "-I";
        tags[token] = token == eojeol.begin ? eojeol.tag : inside;
      }
      if (last && !eojeol.tag.equals("O")) {
        int begins = encoding.begin(first);
        int ends = encoding.end(end - 1);
        entities.add(new Entity(eojeol.type(), 1, text.substring(begins, ends), begins, ends));
      }
    }
    return tags;
  }

  private static List<Piece> pieces(Encoding encoding, String[] tags) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 1; i < encoding.size() - 1; i++) {
      double[] scores = new double[LABELS.size()];
      scores[LABELS.indexOf(tags[i])] = 1;
      pieces.add(
          new Piece(
              i,
              encoding.token(i),
              scores,
              encoding.begin(i),
              encoding.end(i),
              false,
              encoding.wordId(i).orElseThrow()));
    }
    return pieces;
  }
}
