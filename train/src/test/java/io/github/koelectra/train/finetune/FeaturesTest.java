package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import io.github.koelectra.train.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesTest {
  private static final ElectraTokenizer TOKENIZER = Samples.syllables();
  private static final int CLS = TOKENIZER.vocabulary().id("[CLS]").orElseThrow();
  private static final int SEP = TOKENIZER.vocabulary().id("[SEP]").orElseThrow();
  private static final int UNK = TOKENIZER.vocabulary().id("[UNK]").orElseThrow();

  @TempDir Path directory;

  private static Features features(FinetuneTask task, Path file, int length) throws IOException {
    DataSet data = DataSet.read(task, file);
    Lengths lengths = new Lengths(length, 4, 6, 30, 20);
    return Features.of(task.withLabelsOf(data), data, TOKENIZER, lengths);
  }

  private static int[] ids(Sequence sequence) {
    return sequence.inputIds(CLS, SEP);
  }

  @Test
  void textsAreEncodedAsTheTokenizerDoes() throws IOException {
    SplittableRandom random = RandomCases.of("texts as features");
    List<String> firsts = new ArrayList<>();
    List<String> seconds = new ArrayList<>();
    List<String> lines = new ArrayList<>(List.of("text\ttext_pair\tlabel"));
    for (int i = 0; i < 300; i++) {
      firsts.add(text(random));
      seconds.add(text(random));
      lines.add(firsts.get(i) + "\t" + seconds.get(i) + "\t" + (i % 2));
    }
    FinetuneTask task = FinetuneTask.custom(Head.CLASSIFICATION, Columns.DEFAULT);
    Path file = Samples.file(directory, "train.tsv", lines.toArray(String[]::new));
    Features features = features(task, file, 12);
    EncodeOptions options = EncodeOptions.DEFAULT.withTruncation(12, Truncation.LONGEST_FIRST);
    int truncated = 0;
    long tokens = 0;
    for (int i = 0; i < features.size(); i++) {
      Encoding wanted = TOKENIZER.encode(firsts.get(i), seconds.get(i), options);
      assertArrayEquals(wanted.ids(), ids(features.sequence(i)));
      assertArrayEquals(wanted.typeIds(), features.sequence(i).tokenTypeIds());
      truncated += wanted.truncated() ? 1 : 0;
      tokens += wanted.size();
    }
    assertEquals(truncated, features.truncated());
    assertEquals(tokens, features.tokens());
    assertTrue(truncated > 10 && truncated < 290, truncated + " truncated");
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(random.nextInt(4) == 0 ? ' ' : (char) ('가' + random.nextInt(11172)));
    }
    return text.toString();
  }

  @Test
  void aBatchJoinsSequencesAndTargets() throws IOException {
    Path file = Samples.file(directory, "a.tsv", "text\tlabel", "가 나\t참", "다\t거짓", "\t참");
    FinetuneTask task = FinetuneTask.custom(Head.CLASSIFICATION, Columns.DEFAULT);
    Features features = features(task, file, 16);
    var batch = features.batch(new int[] {2, 0});
    assertEquals(2, batch.tokens().layout().length(0));
    assertEquals(4, batch.tokens().layout().length(1));
    assertArrayEquals(new int[] {1, 1}, ((Target.Classes) batch.target()).labels());
    assertArrayEquals(new int[] {0, 0, 0, 0}, features.sequence(0).tokenTypeIds());
    assertArrayEquals(new int[] {CLS, SEP}, ids(features.sequence(2)));
  }

  @Test
  void jsonLinesMayHaveAPairOrNot() throws IOException {
    Path file =
        Samples.file(
            directory,
            "a.jsonl",
            "{\"text\": \"가\", \"text_pair\": \"나\", \"label\": 0}",
            "{\"text\": \"가\", \"label\": 1}");
    FinetuneTask task = FinetuneTask.custom(Head.CLASSIFICATION, Columns.DEFAULT);
    Features features = features(task, file, 16);
    assertEquals(5, features.sequence(0).length());
    assertEquals(3, features.sequence(1).length());
  }

  @Test
  void numbersAndSeveralLabels() throws IOException {
    Path scores = Samples.file(directory, "a.tsv", "text\tlabel", "가\t4.25", "나\t-1e-3");
    FinetuneTask regression = FinetuneTask.custom(Head.REGRESSION, Columns.DEFAULT);
    var numbers = features(regression, scores, 16).batch(new int[] {1, 0});
    assertArrayEquals(new float[] {-1e-3f, 4.25f}, ((Target.Scores) numbers.target()).values());
    Path several = Samples.file(directory, "b.tsv", "text\tlabel", "가\t놀람,기쁨", "나\t", "다\t놀람");
    FinetuneTask task = FinetuneTask.custom(Head.MULTI_LABEL, Columns.DEFAULT);
    var batch = features(task, several, 16).batch(new int[] {0, 1, 2});
    float[][] wanted = {{1, 1}, {0, 0}, {0, 1}};
    assertArrayEquals(wanted, ((Target.Several) batch.target()).targets());
    for (String written : List.of("많음", "NaN", "1e60", "Infinity", "1f", "0x1p3", ".")) {
      Path bad = Samples.file(directory, "c.tsv", "text\tlabel", "가\t1", "나\t" + written);
      Samples.assertSays(
          "FILE, line 3: \"" + written + "\" is not a finite number",
          bad,
          () -> features(regression, bad, 16));
    }
  }

  @Test
  void unknownLabelsAreNamed() throws IOException {
    Path texts = Samples.file(directory, "a.txt", "id\tdocument\tlabel", "1\t가\t2");
    Samples.assertSays(
        "FILE, line 2: unknown label \"2\"; known are 0, 1",
        texts,
        () -> features(FinetuneTask.named("nsmc"), texts, 16));
    Path words = Samples.file(directory, "b.tsv", "철수는 산다\tPER-B V");
    FinetuneTask task =
        FinetuneTask.custom(Head.TOKEN_CLASSIFICATION, Columns.DEFAULT)
            .withLabels(List.of("O", "PER-B"));
    Samples.assertSays(
        "FILE, line 1: unknown label \"V\"; known are O, PER-B",
        words,
        () -> features(task, words, 16));
  }

  @Test
  void labelsMeanTheSameInAnyOrder() throws IOException {
    Path file = Samples.file(directory, "a.txt", "question1\tquestion2\tis_duplicate", "가\t가\t0");
    FinetuneTask task = FinetuneTask.named("question-pair");
    FinetuneTask turned = task.withLabels(List.of("different", "same"));
    assertArrayEquals(new int[] {0}, classes(features(task, file, 16)));
    assertArrayEquals(new int[] {1}, classes(features(turned, file, 16)));
  }

  private static int[] classes(Features features) {
    return ((Target.Classes) features.batch(new int[] {0}).target()).labels();
  }

  @Test
  void theFirstPieceOfAWordHasItsLabel() throws IOException {
    Path file = Samples.file(directory, "a.tsv", "철수는 \u200B 산다\tPER-B O O");
    Features features = features(FinetuneTask.named("naver-ner"), file, 8);
    Sequence first = features.sequence(0);
    int[] wanted = {
      CLS, id("철"), id("##수"), id("##는"), UNK, id("산"), id("##다"), SEP,
    };
    assertArrayEquals(wanted, ids(first));
    int none = WordFeatures.IGNORED;
    int[] labels = {none, 1, none, none, 0, 0, none, none};
    assertArrayEquals(labels, ((Target.TokenClasses) first.target()).labels());
    assertEquals(0, features.truncated());
  }

  private static int id(String token) {
    return TOKENIZER.vocabulary().id(token).orElseThrow();
  }

  @Test
  void wordsBehindTheMaximumLengthAreLeftOut() throws IOException {
    Path file = Samples.file(directory, "a.tsv", "가나다라 마바사 아자\tLOC-B O PER-B");
    Features features = features(FinetuneTask.named("naver-ner"), file, 8);
    assertEquals(1, features.truncated());
    Sequence sequence = features.sequence(0);
    assertEquals(8, sequence.length());
    assertEquals(SEP, ids(sequence)[7]);
    int none = WordFeatures.IGNORED;
    int[] labels = {none, 9, none, none, none, 0, none, none};
    assertArrayEquals(labels, ((Target.TokenClasses) sequence.target()).labels());
  }

  /** 16 tokens: three special ones, four of the question, nine of a window, each 4 further on. */
  @Test
  void contextsBecomeWindows() throws IOException {
    String context = "가나다라마바사아자차카타파하";
    Path file =
        Files.writeString(
            directory.resolve("a.json"),
            SquadFileTest.squad(
                context,
                SquadFileTest.question("a", "무엇이오", "마바", 4),
                SquadFileTest.question("b", "무엇이오무엇이오", "나다라마바사아자차카", 1)));
    Features features = features(FinetuneTask.named("korquad"), file, 16);
    assertEquals(2, features.rows());
    Sequence first = features.sequence(0);
    assertEquals(0, first.row());
    assertEquals(16, first.length());
    assertEquals(0, first.from());
    assertEquals(9, first.to());
    assertSpan(6 + 4, 6 + 5, first);
    Sequence second = features.sequence(1);
    assertEquals(4, second.from());
    assertEquals(13, second.to());
    assertSpan(6, 7, second);
    int[] ids = ids(second);
    assertEquals(id("##마"), ids[6]);
    assertEquals(SEP, ids[15]);
    assertArrayEquals(
        new int[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, second.tokenTypeIds());
    Sequence third = features.sequence(2);
    assertEquals(8, third.from());
    assertEquals(14, third.to());
    assertSpan(0, 0, third);
    Sequence cut = features.sequence(3);
    assertEquals(1, cut.row());
    assertEquals(6, cut.first().length);
    assertSpan(0, 0, cut);
  }

  private static void assertSpan(int start, int end, Sequence sequence) {
    Target.Spans span = (Target.Spans) sequence.target();
    assertEquals(start, span.starts()[0]);
    assertEquals(end, span.ends()[0]);
  }

  @Test
  void whatCannotBeAskedForIsRefused() throws IOException {
    Path file = Samples.file(directory, "a.tsv", "text\tlabel", "가\t참", "나\t거짓");
    FinetuneTask task = FinetuneTask.custom(Head.CLASSIFICATION, Columns.DEFAULT);
    DataSet data = DataSet.read(task, file);
    var unknown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Features.of(task, data, TOKENIZER, task.settings().lengths()));
    assertEquals("the labels of the task are not known", unknown.getMessage());
  }
}
