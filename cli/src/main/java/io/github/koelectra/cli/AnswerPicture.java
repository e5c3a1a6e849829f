package io.github.koelectra.cli;

import io.github.koelectra.cli.html.QaPage;
import io.github.koelectra.cli.html.QaView;
import io.github.koelectra.core.QuestionAnswering.Answers;
import io.github.koelectra.core.QuestionAnswering.Question;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Answers in their documents, on a page.
 *
 * @param page the page
 * @param question what was asked of a row
 * @param names what its documents are called, if they have names
 */
record AnswerPicture(QaPage page, Function<Row, Question> question, List<String> names)
    implements Picture<Answers> {
  @Override
  public void add(Row row, Answers result) throws IOException {
    Question asked = question.apply(row);
    page.add(
        new QaView(
            asked.question(),
            IntStream.range(0, asked.documents().size())
                .mapToObj(i -> new QaView.Document(name(i), asked.documents().get(i)))
                .toList(),
            result.answers().stream()
                .map(a -> new QaView.Answer(a.document(), a.begin(), a.end(), a.score()))
                .toList()));
  }

  private String name(int document) {
    return names.isEmpty() ? "문서" : names.get(document);
  }

  @Override
  public void finish() throws IOException {
    page.finish();
  }

  @Override
  public void close() throws IOException {
    page.close();
  }
}
