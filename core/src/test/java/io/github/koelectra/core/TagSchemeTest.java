package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.TagScheme.Position;
import io.github.koelectra.core.TagScheme.Tag;
import io.github.koelectra.core.TokenClassification.Tagging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels of all sorts. */
class TagSchemeTest {
  private static TagScheme scheme(String... labels) {
    return TagScheme.of(List.of(labels), Optional.empty());
  }

  private static void check(Tagging tagging, List<String> labels, String... expected) {
    TagScheme scheme = TagScheme.of(labels, Optional.empty());
    assertEquals(tagging, scheme.tagging(), labels.toString());
    List<String> tags = new ArrayList<>();
    for (int id = 0; id < labels.size(); id++) {
      Tag tag = scheme.tag(id);
      tags.add(tag.type() + "/" + tag.position());
    }
    assertEquals(List.of(expected), tags);
  }

  @Test
  void tagsBefore() {
    check(
        Tagging.PREFIX,
        List.of("B-PER", "I-PER", "B-LOC", "I-LOC", "O"),
        "PER/BEGIN",
        "PER/INSIDE",
        "LOC/BEGIN",
        "LOC/INSIDE",
        "O/OUTSIDE");
  }

  @Test
  void tagsBehindAsKoElectraHasThem() {
    check(
        Tagging.SUFFIX,
        List.of("O", "PER-B", "PER-I", "FLD-B", "FLD-I", "AFW-B"),
        "O/OUTSIDE",
        "PER/BEGIN",
        "PER/INSIDE",
        "FLD/BEGIN",
        "FLD/INSIDE",
        "AFW/BEGIN");
  }

  @Test
  void endsAndSingles() {
    String[] positions = {"P/BEGIN", "P/INSIDE", "P/END", "P/SINGLE", "Q/SINGLE", "O/OUTSIDE"};
    check(Tagging.PREFIX, List.of("B-P", "I-P", "E-P", "S-P", "S-Q", "O"), positions);
    check(Tagging.PREFIX, List.of("B-P", "I-P", "L-P", "U-P", "U-Q", "O"), positions);
    check(Tagging.SUFFIX, List.of("P-B", "P-I", "P-E", "P-S", "Q-S", "O"), positions);
    check(Tagging.PREFIX, List.of("B-P", "M-P", "E-P", "W-P", "W-Q", "O"), positions);
  }

  @Test
  void plainLabels() {
    check(Tagging.PLAIN, List.of("O", "PER", "LOC"), "O/OUTSIDE", "PER/INSIDE", "LOC/INSIDE");
    check(Tagging.PLAIN, List.of("LABEL_0", "LABEL_1"), "LABEL_0/INSIDE", "LABEL_1/INSIDE");
    assertFalse(scheme("O", "PER").tellsBegins());
    assertTrue(scheme("O", "B-PER").tellsBegins());
  }

  @Test
  void dashesInNamesAreNoTags() {
    check(
        Tagging.PREFIX,
        List.of("B-QUANTITY-TIME", "I-QUANTITY-TIME", "O"),
        "QUANTITY-TIME/BEGIN",
        "QUANTITY-TIME/INSIDE",
        "O/OUTSIDE");
    check(
        Tagging.SUFFIX,
        List.of("QT-TIME-B", "QT-TIME-I", "B-C-B"),
        "QT-TIME/BEGIN",
        "QT-TIME/INSIDE",
        "B-C/BEGIN");
    check(
        Tagging.PREFIX,
        List.of("B-VITAMIN-B", "I-VITAMIN-B", "B-A", "I-A"),
        "VITAMIN-B/BEGIN",
        "VITAMIN-B/INSIDE",
        "A/BEGIN",
        "A/INSIDE");
    check(
        Tagging.PREFIX,
        List.of("O", "B-PER", "I-PER", "E-MAIL", "X-RAY", "TITLE"),
        "O/OUTSIDE",
        "PER/BEGIN",
        "PER/INSIDE",
        "E-MAIL/INSIDE",
        "X-RAY/INSIDE",
        "TITLE/INSIDE");
    check(
        Tagging.PLAIN,
        List.of("HEPATITIS-B", "HEPATITIS-C", "FLU"),
        "HEPATITIS-B/INSIDE",
        "HEPATITIS-C/INSIDE",
        "FLU/INSIDE");
  }

  @Test
  void typesNamedLikeTags() {
    check(Tagging.PREFIX, List.of("B-B", "I-B", "O"), "B/BEGIN", "B/INSIDE", "O/OUTSIDE");
    check(Tagging.SUFFIX, List.of("I-B", "I-I", "O"), "I/BEGIN", "I/INSIDE", "O/OUTSIDE");
    check(
        Tagging.PLAIN,
        List.of("B", "I", "B-", "-I"),
        "B/INSIDE",
        "I/INSIDE",
        "B-/INSIDE",
        "-I/INSIDE");
  }

  @Test
  void lettersInAnyCase() {
    check(
        Tagging.PREFIX,
        List.of("b-per", "i-per", "B-Per", "o"),
        "per/BEGIN",
        "per/INSIDE",
        "Per/BEGIN",
        "o/OUTSIDE");
  }

  @ParameterizedTest
  @CsvSource({"O", "o", "-", "_", "''", "[PAD]", "[CLS]", "[SEP]", "<pad>", "UNK", "[unk]"})
  void labelsOfNothing(String label) {
    assertEquals(Position.OUTSIDE, scheme(label, "B-PER", "I-PER").tag(0).position());
    assertEquals(List.of("PER"), scheme(label, "B-PER", "I-PER").types());
  }

  @Test
  void oneSidedTags() {
    check(
        Tagging.PREFIX,
        List.of("O", "I-PER", "I-LOC", "MISC"),
        "O/OUTSIDE",
        "PER/INSIDE",
        "LOC/INSIDE",
        "MISC/INSIDE");
    check(Tagging.SUFFIX, List.of("O", "VITAMIN-B"), "O/OUTSIDE", "VITAMIN/BEGIN");
  }

  @Test
  void whatIsChosenIsNotGuessed() {
    TagScheme plain = TagScheme.of(List.of("O", "VITAMIN-B"), Optional.of(Tagging.PLAIN));
    assertEquals(new Tag("VITAMIN-B", Position.INSIDE), plain.tag(1));
    TagScheme suffix = TagScheme.of(List.of("B-B", "I-B"), Optional.of(Tagging.SUFFIX));
    assertEquals(new Tag("I", Position.BEGIN), suffix.tag(1));
    TagScheme prefix = TagScheme.of(List.of("PER-B", "B-X"), Optional.of(Tagging.PREFIX));
    assertEquals(new Tag("PER-B", Position.INSIDE), prefix.tag(0));
  }

  @Test
  void typesInTheOrderOfTheirLabels() {
    assertEquals(List.of("LOC", "PER"), scheme("LOC-B", "O", "PER-B", "LOC-I", "PER-I").types());
  }
}
