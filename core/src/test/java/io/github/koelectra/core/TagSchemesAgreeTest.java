package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.TokenClassification.Aggregation;
import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random spans, written as tags of every scheme, are the same entities. */
class TagSchemesAgreeTest {
  private static final int CASES = 300;
  private static final List<String> TYPES = List.of("PER", "LOC", "X-DAT");
  private static final List<String> WORDS =
      List.of("김영희는", "서울에서", "바다은행·한국은행", "3.5원을", "(제주도)", "그리고", "민수", "뷁", "Seoul의", "漢字로");

  /** How tags are written: the letters of first, inner, last and single tokens; null for none. */
  private enum Scheme {
    PREFIX("BIIB", true),
    SUFFIX("BIIB", false),
    BIOES("BIES", true),
    BIOES_BEHIND("BIES", false),
    BILOU("BILU", true),
    PLAIN("", true);

    private final String letters;
    private final boolean before;

    Scheme(String letters, boolean before) {
      this.letters = letters;
      this.before = before;
    }

    String tag(String type, int position) {
      if (letters.isEmpty()) {
        return type;
      }
      char letter = letters.charAt(position);
      return before ? letter + "-" + type : type + "-" + letter;
    }

    String[] labels() {
      Stream<String> tags =
          TYPES.stream()
              .flatMap(
                  type -> Stream.of(0, 1, 2, 3).map(position -> tag(type, position)).distinct());
      return Stream.concat(Stream.of("O"), tags).toArray(String[]::new);
    }

    /** The tags of tokens from 0 to the end of the last span. */
    String[] write(List<Span> spans, int tokens) {
      String[] tags = new String[tokens];
      Arrays.fill(tags, "O");
      for (Span span : spans) {
        for (int i = span.begin; i < span.end; i++) {
          boolean first = i == span.begin;
          boolean last = i == span.end - 1;
          tags[i] = tag(span.type, first && last ? 3 : first ? 0 : last ? 2 : 1);
        }
      }
      return tags;
    }
  }

  /** Tokens of an entity, special ones not counted. */
  private record Span(int begin, int end, String type) {}

  private static final Map<Scheme, ScriptedTagger> TAGGERS = new EnumMap<>(Scheme.class);

  @BeforeAll
  static void open() throws IOException {
    for (Scheme scheme : Scheme.values()) {
      TAGGERS.put(scheme, new ScriptedTagger(scheme.labels()));
    }
  }

  @AfterAll
  static void close() {
    TAGGERS.values().forEach(ScriptedTagger::close);
    TAGGERS.clear();
  }

  /** The entities of each scheme, without scores, which depend on the number of labels. */
  private static List<Entity> entities(
      Scheme scheme, Aggregation aggregation, String text, List<Span> spans, int tokens) {
    return TAGGERS.get(scheme).entities(aggregation, text, scheme.write(spans, tokens)).stream()
        .map(e -> new Entity(e.label(), 0, e.word(), e.begin(), e.end()))
        .toList();
  }

  private static Encoding encode(String text) {
    ElectraTokenizer tokenizer = TAGGERS.get(Scheme.PLAIN).tokenizer();
    return tokenizer.encode(text);
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int words = random.nextInt(1, 8); words > 0; words--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(words > 1 ? " " : "");
    }
    return text.toString();
  }

  /** Spans of which no two neighbours have one type; with borders between words only or any. */
  private static List<Span> spans(SplittableRandom random, Encoding encoding, boolean ofWords) {
    List<Integer> borders = new ArrayList<>();
    for (int i = 1; i < encoding.size(); i++) {
      boolean goesOn = i > 1 && encoding.wordId(i).equals(encoding.wordId(i - 1));
      if (!ofWords || !goesOn) {
        borders.add(i - 1);
      }
    }
    List<Span> spans = new ArrayList<>();
    int type = random.nextInt(TYPES.size());
    for (int at = random.nextInt(3); at + 1 < borders.size(); at += random.nextInt(3)) {
      int end = Math.min(borders.size() - 1, at + random.nextInt(1, 4));
      type = (type + random.nextInt(1, TYPES.size())) % TYPES.size();
      spans.add(new Span(borders.get(at), borders.get(end), TYPES.get(type)));
      at = end;
    }
    return spans;
  }

  @Test
  void anySpansAreTheirEntities() {
    SplittableRandom random = RandomCases.of("anySpansAreTheirEntities");
    for (int i = 0; i < CASES; i++) {
      String text = text(random);
      Encoding encoding = encode(text);
      List<Span> spans = spans(random, encoding, false);
      List<Entity> expected =
          spans.stream()
              .map(
                  span -> {
                    int begin = encoding.begin(span.begin + 1);
                    int end = encoding.end(span.end);
                    return new Entity(span.type, 0, text.substring(begin, end), begin, end);
                  })
              .toList();
      for (Scheme scheme : Scheme.values()) {
        int tokens = encoding.size() - 2;
        String where = scheme + " " + text + " " + spans;
        assertEquals(expected, entities(scheme, Aggregation.WORD, text, spans, tokens), where);
        assertEquals(
            expected.stream().map(e -> List.of(e.label(), e.begin(), e.end())).toList(),
            entities(scheme, Aggregation.SIMPLE, text, spans, tokens).stream()
                .map(e -> List.of(e.label(), e.begin(), e.end()))
                .toList(),
            where);
      }
    }
  }

  @Test
  void spansOfWordsAreTheSameInEveryAggregation() {
    SplittableRandom random = RandomCases.of("spansOfWordsAreTheSameInEveryAggregation");
    int found = 0;
    for (int i = 0; i < CASES; i++) {
      String text = text(random);
      Encoding encoding = encode(text);
      List<Span> spans = spans(random, encoding, true);
      for (Aggregation aggregation : Aggregation.values()) {
        int tokens = encoding.size() - 2;
        List<Entity> expected = entities(Scheme.PREFIX, aggregation, text, spans, tokens);
        assertEquals(spans.size(), expected.size(), text + " " + spans);
        found += expected.size();
        for (Scheme scheme : Scheme.values()) {
          assertEquals(
              expected,
              entities(scheme, aggregation, text, spans, tokens),
              aggregation + " " + scheme + " " + text + " " + spans);
        }
      }
    }
    assertTrue(found > CASES, "the cases have entities");
  }

  /** With neighbours of one type, tags tell what plain labels cannot. */
  @Test
  void neighboursOfOneTypeAreToldApartByEveryTag() {
    String text = "서울 부산 제주 민수";
    List<Span> spans = List.of(new Span(0, 1, "LOC"), new Span(1, 3, "LOC"), new Span(3, 4, "LOC"));
    for (Aggregation aggregation : Aggregation.values()) {
      for (Scheme scheme : Scheme.values()) {
        List<String> words =
            entities(scheme, aggregation, text, spans, 4).stream().map(Entity::word).toList();
        List<String> expected =
            scheme == Scheme.PLAIN ? List.of(text) : List.of("서울", "부산 제주", "민수");
        assertEquals(expected, words, aggregation + " " + scheme);
      }
    }
  }
}
