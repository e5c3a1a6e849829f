package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.QuestionAnswering.Answer;
import io.github.koelectra.core.QuestionAnswering.Answers;
import io.github.koelectra.core.QuestionAnswering.Options;
import io.github.koelectra.core.QuestionAnswering.Question;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.PipelineFiles;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers promise whatever the question and the documents are. */
class QuestionAnsweringTest {
  private static final String QUESTION = "민수는 어디에서 살았나?";
  private static final String DOCUMENT = "민수는 서울에서 살았고 지은은 부산에서 살았다.";
  private static final List<String> WORDS =
      List.of("민수는", "서울에서", "KTX", "바다🌊", "뷁", "만났다.", "강릉과", "(漢字)", "2024년", "ktx");

  /** The positions of the model. */
  private static final int POSITIONS = 128;

  private static final Options MANY = Options.DEFAULT.withTopK(5).withImpossibleAnswer(true);

  private static QuestionAnswering open(Options options) throws IOException {
    return QuestionAnswering.open(PipelineFiles.path("qa"), options, Kernels.best());
  }

  private static String words(SplittableRandom random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, most); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(" ".repeat(random.nextInt(3)));
    }
    return text.toString();
  }

  private static void checkSpans(Answers answers, List<String> documents) {
    for (Answer answer : answers.answers()) {
      String document = documents.get(answer.document());
      assertEquals(document.substring(answer.begin(), answer.end()), answer.text());
      assertTrue(answer.score() >= 0, answer.toString());
    }
  }

  private static String refusal(QuestionAnswering reader, String question, String document) {
    return assertThrows(
            IllegalArgumentException.class, () -> reader.answer(question, document).best())
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300, 5000})
  void answersDependNeitherOnTheBatchNorOnTheOrder(int batchTokens) throws IOException {
    SplittableRandom random = RandomCases.of("questions");
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<String> documents =
          Stream.generate(() -> words(random, 120)).limit(random.nextInt(1, 4)).toList();
      questions.add(new Question(words(random, 10), documents));
    }
    Options options = MANY.withInputs(MANY.inputs().withBatchTokens(batchTokens));
    try (QuestionAnswering alone = open(MANY);
        QuestionAnswering batched = open(options)) {
      List<Answers> expected = new ArrayList<>();
      for (Question question : questions) {
        Answers answers = alone.answer(question.question(), question.documents());
        checkSpans(answers, question.documents());
        expected.add(answers);
      }
      assertEquals(expected, batched.answer(questions));
      assertEquals(expected, batched.answer(questions.stream()).toList());
      List<Integer> order = new ArrayList<>(Stream.iterate(0, i -> i + 1).limit(40).toList());
      Collections.shuffle(order, new Random(random.nextLong()));
      assertEquals(
          order.stream().map(expected::get).toList(),
          batched.answer(order.stream().map(questions::get)).toList());
    }
  }

  @Test
  void severalDocumentsAreRankedTogether() throws IOException {
    List<String> documents = List.of("두 사람은 봄에 대전에서 만났다.", DOCUMENT, "바다는 강릉에 있다.");
    try (QuestionAnswering reader = open(Options.DEFAULT.withTopK(4))) {
      List<Answer> apart = new ArrayList<>();
      for (int d = 0; d < documents.size(); d++) {
        for (Answer a : reader.answer(QUESTION, documents.get(d)).answers()) {
          apart.add(new Answer(a.text(), a.score(), a.begin(), a.end(), d));
        }
      }
      apart.sort(Comparator.comparingDouble(Answer::score).reversed());
      Answers together = reader.answer(QUESTION, documents);
      assertEquals(apart.subList(0, 4), together.answers());
      assertEquals(apart.getFirst(), together.best().orElseThrow());
    }
  }

  @Test
  void thereIsNoAnswerOnlyIfNoDocumentHasOne() throws IOException {
    List<String> documents = List.of("   ", DOCUMENT, "바다는 강릉에 있다.");
    try (QuestionAnswering reader = open(MANY.withTopK(1000))) {
      List<Answer> none = new ArrayList<>();
      for (int d = 0; d < documents.size(); d++) {
        for (Answer a : reader.answer(QUESTION, documents.get(d)).answers()) {
          if (a.text().isEmpty()) {
            none.add(new Answer("", a.score(), 0, 0, d));
          }
        }
      }
      assertEquals(documents.size(), none.size());
      assertEquals(1, none.getFirst().score());
      Answer least = Collections.min(none, Comparator.comparingDouble(Answer::score));
      List<Answer> together = reader.answer(QUESTION, documents).answers();
      assertEquals(List.of(least), together.stream().filter(a -> a.text().isEmpty()).toList());
    }
  }

  @Test
  void whatIsEmptyIsRefused() throws IOException {
    try (QuestionAnswering reader = open(Options.DEFAULT)) {
      assertEquals("the question is empty; ask something", refusal(reader, "", DOCUMENT));
      assertEquals("document 1 of 1 is empty; leave it out", refusal(reader, QUESTION, ""));
      Question second = new Question(QUESTION, List.of(DOCUMENT, ""));
      Question noDocument = new Question(QUESTION, List.of());
      assertEquals(
          List.of(
              new Outcome.Refused<>("document 2 of 2 is empty; leave it out"),
              new Outcome.Refused<>("the question has no document to find an answer in"),
              new Outcome.Done<>(reader.answer(QUESTION, DOCUMENT))),
          reader
              .pipeline()
              .outcomes(Stream.of(second, noDocument, new Question(QUESTION, List.of(DOCUMENT))))
              .toList());
    }
  }

  @Test
  void inBlankDocumentsThereIsNoAnswer() throws IOException {
    try (QuestionAnswering reader = open(Options.DEFAULT);
        QuestionAnswering unanswerable = open(MANY)) {
      for (String blank : List.of(" ", "\n\t  ", "\u0000")) {
        assertEquals(new Answers(List.of(), false), reader.answer(QUESTION, blank));
        assertTrue(reader.answer(QUESTION, blank).best().isEmpty());
        assertEquals(
            List.of(new Answer("", 1, 0, 0, 0)), unanswerable.answer(QUESTION, blank).answers());
      }
      assertTrue(reader.answer(" ", DOCUMENT).best().isPresent());
    }
  }

  @Test
  void unusualTextsHaveExactSpans() throws IOException {
    String nfd = Normalizer.normalize(DOCUMENT, Normalizer.Form.NFD);
    try (QuestionAnswering reader = open(MANY)) {
      for (String text :
          List.of("😀🌊😀", "👨‍👩‍👧", nfd, "바다\uD83D 서울\uDE00", "[SEP] 바다 [CLS]", "뷁")) {
        for (String question : List.of(QUESTION, text)) {
          Answers answers = reader.answer(question, text);
          checkSpans(answers, List.of(text));
          assertTrue(answers.answers().stream().anyMatch(a -> !a.text().isEmpty()), text);
        }
      }
    }
  }

  @Test
  void aNormalisedDocumentIsAnsweredInItsOwnSpelling() throws IOException {
    String decomposed = Normalizer.normalize(DOCUMENT, Normalizer.Form.NFD);
    InputOptions composing = MANY.inputs().withNormalization(TextNormalization.NFC);
    try (QuestionAnswering reader = open(MANY);
        QuestionAnswering normalizing = open(MANY.withInputs(composing))) {
      List<Answer> expected = reader.answer(QUESTION, DOCUMENT).answers();
      Answers found = normalizing.answer(QUESTION, decomposed);
      checkSpans(found, List.of(decomposed));
      assertEquals(
          expected.stream().map(Answer::score).toList(),
          found.answers().stream().map(Answer::score).toList());
      for (int i = 0; i < expected.size(); i++) {
        String spelling = Normalizer.normalize(expected.get(i).text(), Normalizer.Form.NFD);
        assertEquals(spelling, found.answers().get(i).text());
      }
    }
  }

  @Test
  void anAnswerIsFoundAnywhereInALongDocument() throws IOException {
    String filler = "바다는 강릉에 있다. ";
    int before = 60_000 / filler.length();
    int after = 40_000 / filler.length();
    String document = filler.repeat(before) + "서울 NASA 철수 " + filler.repeat(after);
    assertTrue(document.length() > 99_000);
    try (QuestionAnswering reader = open(MANY.withTopK(100_000))) {
      Answers answers = reader.answer("누구를 만났나?", document);
      checkSpans(answers, List.of(document));
      assertFalse(answers.truncated());
      Answer found =
          answers.answers().stream().filter(a -> a.text().equals("NASA")).findFirst().orElseThrow();
      assertEquals(document.indexOf("NASA"), found.begin());
    }
  }

  @Test
  void aLongQuestionIsReadWholeOrRefusedUnlessItIsToBeCut() throws IOException {
    String question = "서울 ".repeat(80);
    String document = "바다 ".repeat(60);
    try (QuestionAnswering reader = open(Options.DEFAULT);
        QuestionAnswering cutting = open(Options.DEFAULT.withMaxQuestionLength(64))) {
      assertFalse(reader.answer(question, "바다 ".repeat(POSITIONS - 83)).truncated());
      assertEquals(
          "the question has 80 tokens, so that of the 128 allowed 45 remain for the document, no"
              + " more than the stride of 64; shorten the question, or have its end left out"
              + " (--max-question-length)",
          refusal(reader, question, document));
      String longer = "서울 ".repeat(POSITIONS);
      assertTrue(refusal(reader, longer, "바다").contains(" 0 remain for the document; shorten"));
      assertTrue(refusal(cutting, longer, document + document).contains("61 remain"));
      Answers cut = cutting.answer(longer, "바다 ".repeat(61));
      assertTrue(cut.truncated());
      Answers same = reader.answer("서울 ".repeat(64), "바다 ".repeat(61));
      assertEquals(same.answers(), cut.answers());
      assertFalse(cutting.answer("서울 ".repeat(64), "바다").truncated());
    }
  }

  @Test
  void aCutQuestionEndsBetweenItsTokens() throws IOException {
    try (QuestionAnswering reader = open(Options.DEFAULT);
        QuestionAnswering cutting = open(Options.DEFAULT.withMaxQuestionLength(2))) {
      Answers cut = cutting.answer("민수 서울에서는 살았나?", DOCUMENT);
      assertEquals(new Answers(reader.answer("민수 서울", DOCUMENT).answers(), true), cut);
    }
  }

  @Test
  void longDocumentsAreTruncatedOrRefusedIfThatIsAskedFor() throws IOException {
    InputOptions inputs = Options.DEFAULT.inputs().withMaxLength(32);
    Options options = Options.DEFAULT.withInputs(inputs);
    String fits = "바다 ".repeat(32 - 3 - 2);
    String document = fits + DOCUMENT;
    String question = "서울 민수";
    try (QuestionAnswering windows = open(options);
        QuestionAnswering truncating =
            open(options.withInputs(inputs.withLongInput(LongInput.TRUNCATE)));
        QuestionAnswering refusing =
            open(options.withInputs(inputs.withLongInput(LongInput.ERROR)))) {
      Answers beginning = truncating.answer(question, document);
      assertTrue(beginning.truncated());
      assertEquals(windows.answer(question, fits).answers(), beginning.answers());
      assertNotEquals(windows.answer(question, document).answers(), beginning.answers());
      assertFalse(truncating.answer(question, fits).truncated());
      assertTrue(truncating.answer(question, List.of(fits, document)).truncated());
      assertTrue(refusal(refusing, question, document).contains("but 32 are allowed"));
      assertEquals(windows.answer(question, fits), refusing.answer(question, fits));
    }
  }

  @Test
  void optionsAreChecked() {
    for (int wrong : new int[] {0, -1}) {
      assertThrows(IllegalArgumentException.class, () -> MANY.withTopK(wrong));
      assertThrows(IllegalArgumentException.class, () -> MANY.withMaxAnswerLength(wrong));
      assertThrows(IllegalArgumentException.class, () -> MANY.withMaxQuestionLength(wrong));
    }
    InputOptions inputs = MANY.inputs().withMaxLength(32).withStride(30);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> open(MANY.withInputs(inputs)).close());
    assertTrue(e.getMessage().startsWith("a stride of 30 must be below the 30 "), e.getMessage());
  }
}
