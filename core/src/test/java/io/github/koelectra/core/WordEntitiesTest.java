package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.TokenClassification.Aggregation;
import io.github.koelectra.core.TokenClassification.Entity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of the mode for Korean words; the tokens of a text stand before it. */
class WordEntitiesTest {
  private static final String[] SUFFIX = {"O", "PER-B", "PER-I", "LOC-B", "LOC-I"};
  private static final String[] PLAIN = {"O", "PER", "LOC"};

  private static String entities(String[] labels, String text, String tags) throws IOException {
    try (ScriptedTagger tagger = new ScriptedTagger(labels)) {
      List<Entity> found = tagger.entities(Aggregation.WORD, text, tags.split(" "));
      StringBuilder written = new StringBuilder();
      for (Entity entity : found) {
        assertEquals(text.substring(entity.begin(), entity.end()), entity.word());
        written.append(entity.label()).append(' ').append(entity.word()).append('|');
      }
      return written.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 김 ##영 ##희 ##는 서울 ##에서: particles are left out where their pieces say so
    "김영희는 서울에서, PER-B PER-I PER-I O LOC-B O, PER 김영희|LOC 서울|",
    "김영희는 서울에서, PER-B PER-I PER-I PER-I LOC-B LOC-I, PER 김영희는|LOC 서울에서|",
    // what stands before an entity in its eojeol is left out too
    "김영희는, O PER-B PER-I O, PER 영희|",
    "김영희는, O PER-I PER-I O, PER 영희|",
    // inside a word a tag of its beginning does not matter
    "김영희는, PER-B PER-B PER-B O, PER 김영희|",
    "김영희는, PER-B PER-I LOC-B O, PER 김영|LOC 희|",
    // an ill-formed tag inside a word is outvoted
    "김영희는, PER-B LOC-I PER-I O, PER 김영희|",
    "김영희는, PER-B LOC-I LOC-I O, LOC 김영희|",
    "김영희는, PER-B LOC-I O O, PER 김영|",
    // a hole of one piece is filled, a longer one is not
    "김영희는, PER-B O PER-I O, PER 김영희|",
    "김영희는, PER-B O O PER-I, PER 김|PER 는|",
    "김영희는, PER-B O PER-B O, PER 김|PER 희|",
    "김영희는, PER-B O LOC-I O, PER 김|LOC 희|",
    "'3.5원 일', LOC-B O LOC-I LOC-I O, LOC 3.5원|",
    // neighbouring eojeols
    "서울 부산, LOC-B LOC-I, LOC 서울 부산|",
    "서울 부산, LOC-B LOC-B, LOC 서울|LOC 부산|",
    "서울 부산, LOC-B PER-I, LOC 서울|PER 부산|",
    "서울 부산, LOC-I LOC-I, LOC 서울 부산|",
    "서울에서 부산까지, LOC-B O LOC-I O, LOC 서울에서 부산|",
    "서울에서 부산까지, LOC-B O LOC-B O, LOC 서울|LOC 부산|",
    "서울에서 부산까지, LOC-B O PER-I O, LOC 서울|PER 부산|",
    "서울에서 부산까지, LOC-B O O LOC-I, LOC 서울|LOC 까지|",
    "서울 봄 부산, LOC-B O LOC-I, LOC 서울|LOC 부산|",
    "'서울, 부산', LOC-B O LOC-I, LOC 서울|LOC 부산|",
    "서울 (부산), LOC-B O LOC-I O, LOC 서울|LOC 부산|",
    // punctuation separates words of an eojeol, tags say whether entities
    "서울·부산, LOC-B O LOC-B, LOC 서울|LOC 부산|",
    "서울·부산, LOC-B O LOC-I, LOC 서울·부산|",
    "서울·부산, LOC-B LOC-I LOC-B, LOC 서울·|LOC 부산|",
    "서울·부산, LOC-B PER-I O, LOC 서울|PER ·|",
    "봄, O, ''",
  })
  void tagged(String text, String tags, String expected) throws IOException {
    assertEquals(expected, entities(SUFFIX, text, tags));
  }

  @ParameterizedTest
  @CsvSource({
    "김영희는 서울에서, PER PER PER O LOC O, PER 김영희|LOC 서울|",
    "김영희는, PER LOC PER O, PER 김|LOC 영|PER 희|",
    "김영희는, PER O PER O, PER 김영희|",
    "김영희는, PER O O PER, PER 김|PER 는|",
    "서울 부산, LOC LOC, LOC 서울 부산|",
    "서울에서 부산까지, LOC O LOC O, LOC 서울|LOC 부산|",
    "서울·부산, LOC O LOC, LOC 서울|LOC 부산|",
  })
  void plain(String text, String tags, String expected) throws IOException {
    assertEquals(expected, entities(PLAIN, text, tags));
  }

  /** A piece is more likely a person than nothing, though nothing is the likeliest label. */
  @Test
  void theLabelsOfATypeAreTakenTogether() {
    TagScheme scheme = TagScheme.of(List.of(SUFFIX), Optional.empty());
    Piece first = new Piece(1, "김", new double[] {0.4, 0.3, 0.3, 0, 0}, 0, 1, false, 0);
    Piece second = new Piece(2, "##영", new double[] {0.1, 0.1, 0.7, 0.1, 0}, 1, 2, true, 0);
    Piece particle = new Piece(3, "##은", new double[] {0.6, 0, 0.1, 0.1, 0.2}, 2, 3, true, 0);
    List<Entity> found = new WordEntities(scheme).of(List.of(first, second, particle), "김영은");
    assertEquals(1, found.size());
    assertEquals(new Entity("PER", found.getFirst().score(), "김영", 0, 2), found.getFirst());
    assertEquals((0.6 + 0.8) / 2, found.getFirst().score(), 1e-15);
  }

  /** An organisation is the second guess for both pieces, and the first for none. */
  @Test
  void onlyTypesThatAPieceHasAreVotedFor() {
    TagScheme scheme =
        TagScheme.of(List.of("PER-B", "PER-I", "ORG-B", "ORG-I", "LOC-I"), Optional.empty());
    Piece first = new Piece(1, "김", new double[] {0.5, 0, 0.45, 0, 0.05}, 0, 1, false, 0);
    Piece second = new Piece(2, "##영", new double[] {0, 0.05, 0, 0.45, 0.5}, 1, 2, true, 0);
    List<Entity> found = new WordEntities(scheme).of(List.of(first, second), "김영");
    assertEquals(List.of(new Entity("PER", (0.5 + 0.05) / 2, "김영", 0, 2)), found);
  }

  @Test
  void numbersThatAreNoneFindNothing() {
    TagScheme scheme = TagScheme.of(List.of("PER-B", "PER-I"), Optional.empty());
    Piece piece = new Piece(1, "김", new double[] {Double.NaN, Double.NaN}, 0, 1, false, 0);
    assertEquals(List.of(), new WordEntities(scheme).of(List.of(piece), "김"));
  }
}
