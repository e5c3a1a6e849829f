package io.github.koelectra.cli;

import io.github.koelectra.cli.html.QaPage;
import io.github.koelectra.cli.html.Subject;
import io.github.koelectra.core.QuestionAnswering;
import io.github.koelectra.core.QuestionAnswering.Answers;
import io.github.koelectra.core.QuestionAnswering.Options;
import io.github.koelectra.core.QuestionAnswering.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers questions from documents. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  koelectra qa --model MODEL --question \"어디에서 만났나?\" \"두 사람은 대전에서 만났다.\"",
      "  koelectra qa --model MODEL --question \"대표는 누구인가?\" --top-k 3 --json \\",
      "      --document 보고서.txt --document 회의록.txt",
      "  koelectra qa --model MODEL --input 질문.csv --column question --pair-column context",
      "",
      "Texts and documents are searched together for one answer; without any, all of standard",
      "input is the document. Of an --input each row is answered for itself, from its column",
      "context: its column question, or --question for all."
    })
final class QaCommand implements Callable<Integer> {
  private static final String QUESTION = "question";
  private static final String CONTEXT = "context";

  @Mixin private TaskFlags flags;
  @Mixin private OffsetFlags offsets;
  @Mixin private PageFlags page;

  @Option(names = "--question", paramLabel = "TEXT", description = "What is asked.")
  private Optional<String> question = Optional.empty();

  @Option(
      names = "--document",
      paramLabel = "FILE",
      description = "A file that is searched as a whole; may be given several times.")
  private List<Path> documents = List.of();

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "The N best answers (default: the best one).")
  private int topK = Options.DEFAULT.topK();

  @Option(
      names = "--max-answer-length",
      paramLabel = "N",
      description = "The most tokens of an answer (default: 15).")
  private int maxAnswerLength = Options.DEFAULT.maxAnswerLength();

  @Option(
      names = "--max-question-length",
      paramLabel = "N",
      description = "Read the first N tokens of a question only (default: all).")
  private Optional<Integer> maxQuestionLength = Optional.empty();

  @Option(
      names = "--unanswerable",
      description = "That there is no answer is one, too: an empty one, with its own score.")
  private boolean unanswerable;

  @Override
  public Integer call() throws IOException {
    Options options = options();
    if (flags.input().sentences()) {
      throw flags.usage("--sentences has no use here: answers are looked for in whole documents");
    }
    return flags.input().ofFiles() ? answerRows(options) : answerOne(options);
  }

  private Options options() {
    return flags.checked(
        () -> {
          Options options =
              Options.DEFAULT
                  .withInputs(flags.reading(Options.DEFAULT.inputs()))
                  .withTopK(topK)
                  .withMaxAnswerLength(maxAnswerLength)
                  .withImpossibleAnswer(unanswerable);
          return maxQuestionLength.map(options::withMaxQuestionLength).orElse(options);
        });
  }

  private int answerRows(Options options) throws IOException {
    if (!documents.isEmpty()) {
      throw flags.usage(
          "--document says where one answer is, the rows of --input what many are in");
    }
    TextNames texts =
        question.isPresent()
            ? flags.input().texts(CONTEXT)
            : flags.input().pairs(QUESTION, CONTEXT, Optional.empty());
    Function<Row, String> context = row -> row.pair().orElse(row.text());
    Function<Row, Question> asked =
        row -> new Question(question.orElse(row.text()), List.of(context.apply(row)));
    TaskRun<Answers> run =
        flags
            .run(texts, format(row -> List.of(context.apply(row)), List.of()))
            .showing(page, (file, subject) -> picture(file, subject, asked, List.of()));
    Path directory = flags.directory();
    try (var task = QuestionAnswering.open(directory, options, flags.kernels())) {
      return run.over(directory, task.pipeline(), asked);
    }
  }

  private int answerOne(Options options) throws IOException {
    String asked = question.orElseThrow(() -> flags.usage("--question says what is asked"));
    Documents searched = Documents.of(documents, flags.input().arguments(), System.in);
    List<String> names = searched.names().size() == 1 ? List.of() : searched.names();
    Function<Row, Question> whole = row -> new Question(row.text(), searched.texts());
    TaskRun<Answers> run =
        flags
            .run(flags.input().texts(CONTEXT), format(_ -> searched.texts(), names))
            .showing(page, (file, subject) -> picture(file, subject, whole, names));
    Row row = new Row("", Map.of(QUESTION, asked), asked, Optional.empty());
    Path directory = flags.directory();
    try (var task = QuestionAnswering.open(directory, options, flags.kernels())) {
      return run.over(directory, task.pipeline(), whole, new SingleRow(row));
    }
  }

  private Picture<Answers> picture(
      Path file, Subject subject, Function<Row, Question> asked, List<String> names)
      throws IOException {
    List<Path> read = new ArrayList<>(subject.sources());
    read.addAll(documents);
    return new AnswerPicture(QaPage.create(file, new Subject(subject.model(), read)), asked, names);
  }

  private AnswerFormat format(Function<Row, List<String>> texts, List<String> names) {
    return new AnswerFormat(texts, names, offsets.unit(), topK > 1);
  }
}
