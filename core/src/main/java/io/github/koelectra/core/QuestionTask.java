package io.github.koelectra.core;

import io.github.koelectra.core.QuestionAnswering.Answer;
import io.github.koelectra.core.QuestionAnswering.Answers;
import io.github.koelectra.core.QuestionAnswering.Options;
import io.github.koelectra.core.QuestionAnswering.Question;
import io.github.koelectra.core.QuestionEncoder.ReadQuestion;
import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Answers questions: {@code QuestionAnsweringPipeline.preprocess} and {@code postprocess} of
 * transformers 4.
 */
record QuestionTask(QuestionEncoder encoder, Options options) implements Task<Question, Answers> {
  @Override
  public Prepared<Answers> prepare(Question asked) {
    if (asked.question().isEmpty()) {
      throw new IllegalArgumentException("the question is empty; ask something");
    }
    if (asked.documents().isEmpty()) {
      throw new IllegalArgumentException("the question has no document to find an answer in");
    }
    ReadQuestion question =
        encoder.question(asked.question(), options.maxQuestionLength().orElse(Integer.MAX_VALUE));
    List<Document> documents = new ArrayList<>();
    for (String text : asked.documents()) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException(
            "document "
                + (documents.size() + 1)
                + " of "
                + asked.documents().size()
                + " is empty; leave it out");
      }
      Reading read = encoder.read(text);
      documents.add(new Document(documents.size(), read, encoder.encode(question, read)));
    }
    return new Input(question, documents);
  }

  /** A document that is read beside the question. */
  private record Document(int number, Reading reading, Encoded encoded) {}

  /** A question and its documents that are read. */
  private final class Input implements Prepared<Answers> {
    private final ReadQuestion question;
    private final List<Document> documents;

    Input(ReadQuestion question, List<Document> documents) {
      this.question = question;
      this.documents = documents;
    }

    @Override
    public List<Encoding> encodings() {
      return documents.stream().flatMap(d -> d.encoded().windows().stream()).toList();
    }

    @Override
    public Answers result(List<Tensor> outputs) {
      List<Answer> answers = new ArrayList<>();
      Answer none = new Answer("", Double.POSITIVE_INFINITY, 0, 0, 0);
      Iterator<Tensor> logits = outputs.iterator();
      for (Document document : documents) {
        var found = new AnswerCollector(document.reading(), document.number(), options);
        document.encoded().windows().forEach(window -> found.search(window, logits.next()));
        answers.addAll(found.answers());
        if (found.noAnswer().score() < none.score()) {
          none = found.noAnswer();
        }
      }
      if (options.impossibleAnswer()) {
        answers.add(none);
      }
      answers.sort(Comparator.comparingDouble(Answer::score).reversed());
      return new Answers(answers.subList(0, Math.min(options.topK(), answers.size())), truncated());
    }

    private boolean truncated() {
      return question.truncated() || documents.stream().anyMatch(d -> d.encoded().truncated());
    }
  }
}
