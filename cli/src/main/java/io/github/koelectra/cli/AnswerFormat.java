package io.github.koelectra.cli;

import io.github.koelectra.core.QuestionAnswering.Answer;
import io.github.koelectra.core.QuestionAnswering.Answers;
import io.github.koelectra.json.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers with Hugging Face's names, and the names of their documents where there are several.
 *
 * @param documents the documents of a row
 * @param names what they are called; empty if every row has only one
 * @param unit what places count
 * @param several whether more than one answer is wanted
 */
record AnswerFormat(
    Function<Row, List<String>> documents, List<String> names, Offsets.Unit unit, boolean several)
    implements TaskFormat<Answers> {
  private static final String NOTHING = "-";

  @Override
  public List<String> columns() {
    return several ? List.of("answers") : answerColumns();
  }

  private List<String> answerColumns() {
    List<String> columns = new ArrayList<>(List.of("score", "start", "end", "answer"));
    if (!names.isEmpty()) {
      columns.add("document");
    }
    return columns;
  }

  @Override
  public Map<String, Object> fields(Row row, Answers result) {
    List<Map<String, Object>> objects = new ArrayList<>();
    List<String> texts = documents.apply(row);
    for (Answer answer : result.answers()) {
      objects.add(object(answer, unit.in(texts.get(answer.document()))));
    }
    if (several) {
      return Map.of("answers", objects);
    }
    if (!objects.isEmpty()) {
      return objects.getFirst();
    }
    Map<String, Object> none = new LinkedHashMap<>();
    answerColumns().forEach(name -> none.put(name, null));
    return none;
  }

  private Map<String, Object> object(Answer answer, Offsets offsets) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("score", answer.score());
    object.put("start", offsets.of(answer.begin()));
    object.put("end", offsets.of(answer.end()));
    object.put("answer", answer.text());
    if (!names.isEmpty()) {
      object.put("document", names.get(answer.document()));
    }
    return object;
  }

  @Override
  public String lines(Row row, String shown, Answers result) {
    if (several) {
      return shown
          + result.answers().stream()
              .map(answer -> "\n  " + shown(answer))
              .collect(Collectors.joining());
    }
    return result.best().map(this::shown).orElse(NOTHING) + "  " + shown;
  }

  private String shown(Answer answer) {
    String text = answer.text().isEmpty() ? "(no answer)" : OneLine.of(answer.text());
    String shown = String.format(Locale.ROOT, "%s %.4f", text, answer.score());
    boolean named = !names.isEmpty() && !answer.text().isEmpty();
    return named ? shown + " (" + names.get(answer.document()) + ")" : shown;
  }

  @Override
  public boolean truncated(Answers result) {
    return result.truncated();
  }
}
