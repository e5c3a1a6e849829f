package io.github.koelectra.core;

import io.github.koelectra.electra.ElectraForQuestionAnswering;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Answers to questions, found in documents of any length: the words of a document that answer best.
 * Arithmetic and defaults are those of the question-answering pipeline of transformers 4, which
 * version 5 dropped.
 *
 * <pre>{@code
 * try (QuestionAnswering reader = QuestionAnswering.fromPretrained(name)) { // or a directory
 *   Answers found = reader.answer("세종대왕은 언제 태어났나요?", document);
 *   found.best().ifPresent(a -> System.out.println(a.text() + " " + a.score()));
 * }
 * }</pre>
 *
 * <p>A document that does not fit the model beside the question is read in overlapping windows. In
 * each, a span has the probability that it begins at its first token times the probability that it
 * ends at its last one; these are of the window alone. What several spans, also of several windows,
 * find with the same words is one answer with the sum of their scores, so a score may exceed 1.
 * Scores of several documents are not made to add up to 1 either: the answers are those that each
 * document gives by itself, sorted by score. Safe to share between threads.
 */
public final class QuestionAnswering implements AutoCloseable {
  private final KoElectra<ElectraForQuestionAnswering> koElectra;
  private final Pipeline<Question, Answers> questions;

  private QuestionAnswering(KoElectra<ElectraForQuestionAnswering> koElectra, Options options) {
    this.koElectra = koElectra;
    QuestionEncoder encoder = new QuestionEncoder(koElectra, options.inputs());
    questions =
        new Pipeline<>(new QuestionTask(encoder, options), koElectra::tokenRows, options.inputs());
  }

  /**
   * How questions are answered. Immutable; the {@code with} methods return changed copies.
   *
   * @param inputs how questions and documents are read: at most 384 tokens of both together and
   *     windows that share 128 by default (transformers' {@code max_seq_len} and {@code
   *     doc_stride}). Windows are what makes an answer anywhere in a document findable; {@link
   *     LongInput#TRUNCATE} looks for it in the beginning alone and the result says so, {@link
   *     LongInput#ERROR} refuses documents that need windows
   * @param topK the most answers to a question; for more answers more spans of each window are
   *     looked at, so that scores may gain from those that are found again
   * @param maxAnswerLength the most tokens of an answer, before its words are completed
   * @param maxQuestionLength the most tokens of a question, whose end is left out where it is
   *     longer; empty: any, and a question that leaves the document no room is refused. This is the
   *     default, for the 64 of transformers' {@code max_question_len} has no effect on the fast
   *     tokenizers that these models have
   * @param impossibleAnswer whether "there is no answer" is one, with the empty text and the least
   *     score that any window gives it: transformers' {@code handle_impossible_answer}
   * @param alignToWords whether an answer's first and last word are completed, by those of their
   *     tokens that are in the same window
   */
  public record Options(
      InputOptions inputs,
      int topK,
      int maxAnswerLength,
      OptionalInt maxQuestionLength,
      boolean impossibleAnswer,
      boolean alignToWords) {
    private static final int MAX_LENGTH = 384;
    private static final int MAX_ANSWER_LENGTH = 15;

    /** The best answer, of at most 15 tokens and whole words. */
    public static final Options DEFAULT =
        new Options(
            InputOptions.of(LongInput.WINDOW).withMaxLength(MAX_LENGTH),
            1,
            MAX_ANSWER_LENGTH,
            OptionalInt.empty(),
            false,
            true);

    /** Checks the numbers. */
    public Options {
      checkPositive("top-k", topK);
      checkPositive("the maximum length of an answer", maxAnswerLength);
      checkPositive("the maximum length of a question", maxQuestionLength.orElse(1));
    }

    private static void checkPositive(String what, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, not " + number);
      }
    }

    /** With questions and documents read so. */
    public Options withInputs(InputOptions read) {
      return new Options(
          read, topK, maxAnswerLength, maxQuestionLength, impossibleAnswer, alignToWords);
    }

    /** With at most {@code answers} answers. */
    public Options withTopK(int answers) {
      return new Options(
          inputs, answers, maxAnswerLength, maxQuestionLength, impossibleAnswer, alignToWords);
    }

    /** With answers of at most {@code tokens} tokens. */
    public Options withMaxAnswerLength(int tokens) {
      return new Options(inputs, topK, tokens, maxQuestionLength, impossibleAnswer, alignToWords);
    }

    /** With questions of which the first {@code tokens} tokens are read. */
    public Options withMaxQuestionLength(int tokens) {
      return new Options(
          inputs, topK, maxAnswerLength, OptionalInt.of(tokens), impossibleAnswer, alignToWords);
    }

    /** With or without "there is no answer" as an answer. */
    public Options withImpossibleAnswer(boolean wanted) {
      return new Options(inputs, topK, maxAnswerLength, maxQuestionLength, wanted, alignToWords);
    }

    /** With whole words, or with tokens as they are. */
    public Options withAlignToWords(boolean aligned) {
      return new Options(
          inputs, topK, maxAnswerLength, maxQuestionLength, impossibleAnswer, aligned);
    }

    /** How many spans of a window are looked at: completing words may make several one. */
    int spans() {
      return alignToWords ? (int) Math.min(2L * topK + 10, Integer.MAX_VALUE) : topK;
    }
  }

  /**
   * A question and where its answer may be.
   *
   * @param question what is asked
   * @param documents one or more, all of which are searched
   */
  public record Question(String question, List<String> documents) {
    /** Copies the documents. */
    public Question {
      documents = List.copyOf(documents);
    }
  }

  /**
   * An answer: {@code documents.get(document).substring(begin, end)} is its text.
   *
   * @param text as it stands in the document; empty: there is no answer
   * @param score how probable it is
   * @param begin where it begins in its document, in chars; 0 if there is none
   * @param end where it ends, in chars; 0 if there is none
   * @param document the index of its document; if there is none, of that which made this the least
   *     probable
   */
  public record Answer(String text, double score, int begin, int end, int document) {}

  /**
   * The answers to a question.
   *
   * @param answers the best first; those with equal scores in the order of documents and windows.
   *     Fewer than asked for, even none, if the documents have no more words
   * @param truncated whether the end of the question or of a document was not looked at
   */
  public record Answers(List<Answer> answers, boolean truncated) {
    /** Copies the answers. */
    public Answers {
      answers = List.copyOf(answers);
    }

    /** The best answer; empty if the documents have no word at all. */
    public Optional<Answer> best() {
      return answers.stream().findFirst();
    }
  }

  /**
   * Opens a model for question answering, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static QuestionAnswering fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, Options.DEFAULT);
  }

  /** Opens a model for question answering that does what the options say. */
  public static QuestionAnswering fromPretrained(String nameOrDirectory, Options options)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), options, Kernels.best());
  }

  /**
   * Opens the directory of a model for question answering with the given kernels.
   *
   * @throws IOException if a file is missing or malformed
   */
  public static QuestionAnswering open(Path directory, Options options, Kernels kernels)
      throws IOException {
    return KoElectra.with(
        directory,
        ElectraForQuestionAnswering::fromPretrained,
        kernels,
        koElectra -> new QuestionAnswering(koElectra, options));
  }

  /**
   * Answers a question from a document.
   *
   * @throws IllegalArgumentException if one of them is empty, or they are too long
   */
  public Answers answer(String question, String document) {
    return answer(question, List.of(document));
  }

  /** Answers a question from several documents. */
  public Answers answer(String question, List<String> documents) {
    return questions.run(new Question(question, documents));
  }

  /** Answers several questions. */
  public List<Answers> answer(List<Question> several) {
    return questions.run(several);
  }

  /** Answers a stream of questions, lazily. */
  public Stream<Answers> answer(Stream<Question> many) {
    return questions.run(many);
  }

  /** The same for questions of which some may not be fit to be answered. */
  public Pipeline<Question, Answers> pipeline() {
    return questions;
  }

  /**
   * Waits until the fastest kernels are in use and runs the model a few times, as {@link
   * KoElectra#warmUp} does.
   *
   * @return whether the fastest kernels are in use
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public boolean warmUp() throws InterruptedException {
    return koElectra.warmUp();
  }

  /** Gives back the model's files. */
  @Override
  public void close() {
    koElectra.close();
  }
}
