package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.QuestionAnswering.Answer;
import io.github.koelectra.core.QuestionAnswering.Options;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Answers of the pipeline of transformers 4, made by {@code goldens/make_pipelines.py}. */
class QuestionAnsweringGoldenTest {
  private static final double TOLERANCE = 1e-5;

  private static Path pipelines() throws URISyntaxException {
    var found = QuestionAnsweringGoldenTest.class.getResource("pipelines/expected.json");
    return Path.of(Objects.requireNonNull(found).toURI()).getParent();
  }

  private static List<JsonObject> objects(JsonObject owner, String name) throws JsonException {
    JsonArray array = owner.findArray(name).orElseThrow();
    List<JsonObject> objects = new ArrayList<>();
    for (JsonValue value : array.values()) {
      objects.add((JsonObject) value);
    }
    return objects;
  }

  private static int number(JsonObject owner, String name) throws JsonException {
    return Math.toIntExact(owner.findLong(name).orElseThrow());
  }

  /**
   * The options of a case. Its {@code max_question_len} is left out, for transformers pays no
   * attention to it with a fast tokenizer.
   */
  private static Options options(JsonObject given) throws JsonException {
    InputOptions inputs = Options.DEFAULT.inputs();
    if (given.findLong("max_seq_len").isPresent()) {
      inputs = inputs.withMaxLength(number(given, "max_seq_len"));
    }
    if (given.findLong("doc_stride").isPresent()) {
      inputs = inputs.withStride(number(given, "doc_stride"));
    }
    return Options.DEFAULT
        .withInputs(inputs)
        .withTopK(number(given, "top_k"))
        .withMaxAnswerLength(number(given, "max_answer_len"))
        .withImpossibleAnswer(given.findBoolean("handle_impossible_answer").orElseThrow())
        .withAlignToWords(given.findBoolean("align_to_words").orElseThrow());
  }

  private static void check(JsonObject expected, Answer answer, String context, String message)
      throws JsonException {
    assertEquals(expected.findString("answer").orElseThrow(), answer.text(), message);
    assertEquals(number(expected, "start"), context.codePointCount(0, answer.begin()), message);
    assertEquals(number(expected, "end"), context.codePointCount(0, answer.end()), message);
    assertEquals(expected.findDouble("score").orElseThrow(), answer.score(), TOLERANCE, message);
    assertEquals(context.substring(answer.begin(), answer.end()), answer.text(), message);
    assertEquals(0, answer.document(), message);
  }

  @Test
  void answersAreTransformers() throws IOException, URISyntaxException {
    JsonObject goldens = Json.readObject(pipelines().resolve("expected.json"));
    Map<Options, QuestionAnswering> readers = new HashMap<>();
    List<JsonObject> cases = objects(goldens, "question_answering");
    assertTrue(cases.size() > 130, "goldens are missing");
    try {
      for (JsonObject golden : cases) {
        Options options = options(golden.findObject("options").orElseThrow());
        if (!readers.containsKey(options)) {
          Path model = pipelines().resolve(golden.findString("model").orElseThrow());
          readers.put(options, QuestionAnswering.open(model, options, Kernels.best()));
        }
        check(golden, readers.get(options));
      }
    } finally {
      readers.values().forEach(QuestionAnswering::close);
    }
  }

  private static void check(JsonObject golden, QuestionAnswering reader) throws JsonException {
    String question = golden.findString("question").orElseThrow();
    String context = golden.findString("context").orElseThrow();
    List<Answer> answers = reader.answer(question, context).answers();
    List<JsonObject> expected = objects(golden, "output");
    String message = golden.findObject("options").orElseThrow() + " " + question + ": " + answers;
    assertEquals(expected.size(), answers.size(), message);
    for (int i = 0; i < expected.size(); i++) {
      check(expected.get(i), answers.get(i), context, message);
    }
  }
}
