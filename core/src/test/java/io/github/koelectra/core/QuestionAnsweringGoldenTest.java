package io.github.koelectra.core;

import static io.github.koelectra.core.PipelineGoldens.TOLERANCE;
import static io.github.koelectra.core.PipelineGoldens.cases;
import static io.github.koelectra.core.PipelineGoldens.flag;
import static io.github.koelectra.core.PipelineGoldens.model;
import static io.github.koelectra.core.PipelineGoldens.number;
import static io.github.koelectra.core.PipelineGoldens.objects;
import static io.github.koelectra.core.PipelineGoldens.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.QuestionAnswering.Answer;
import io.github.koelectra.core.QuestionAnswering.Options;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same answers as those of the pipeline of transformers 4. */
class QuestionAnsweringGoldenTest {
  /** So that none is lost. */
  private static final int LEAST_CASES = 130;

  @Test
  void answersAreTransformers() throws IOException {
    List<JsonObject> cases = cases("question_answering");
    assertTrue(cases.size() > LEAST_CASES, cases.size() + " cases");
    for (JsonObject golden : cases) {
      Options options = options(PipelineGoldens.options(golden));
      try (var reader = QuestionAnswering.open(model(golden), options, Kernels.best())) {
        String context = text(golden, "context");
        List<Answer> answers = reader.answer(text(golden, "question"), context).answers();
        List<JsonObject> expected = objects(golden, "output");
        String message = options + ": " + answers;
        assertEquals(expected.size(), answers.size(), message);
        for (int i = 0; i < expected.size(); i++) {
          check(expected.get(i), answers.get(i), context, message);
        }
      }
    }
  }

  /**
   * The options of a case. Its {@code max_question_len} is left out, for transformers pays no
   * attention to it with a fast tokenizer.
   */
  private static Options options(JsonObject given) throws IOException {
    InputOptions inputs = Options.DEFAULT.inputs();
    Optional<Long> length = given.findLong("max_seq_len");
    if (length.isPresent()) {
      inputs = inputs.withMaxLength(length.get().intValue());
    }
    Optional<Long> stride = given.findLong("doc_stride");
    if (stride.isPresent()) {
      inputs = inputs.withStride(stride.get().intValue());
    }
    return Options.DEFAULT
        .withInputs(inputs)
        .withTopK((int) number(given, "top_k"))
        .withMaxAnswerLength((int) number(given, "max_answer_len"))
        .withImpossibleAnswer(flag(given, "handle_impossible_answer"))
        .withAlignToWords(flag(given, "align_to_words"));
  }

  private static void check(JsonObject expected, Answer answer, String context, String message)
      throws IOException {
    assertEquals(text(expected, "answer"), answer.text(), message);
    assertEquals(number(expected, "start"), context.codePointCount(0, answer.begin()), message);
    assertEquals(number(expected, "end"), context.codePointCount(0, answer.end()), message);
    assertEquals(number(expected, "score"), answer.score(), TOLERANCE, message);
    assertEquals(context.substring(answer.begin(), answer.end()), answer.text(), message);
    assertEquals(0, answer.document(), message);
  }
}
