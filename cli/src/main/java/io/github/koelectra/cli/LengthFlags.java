package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the data of a task are read. Before it is used, all options have values. */
final class LengthFlags {
  private static final int SHORTEST = 8;

  @Setting
  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "The most tokens of a sequence (default: 128; 512 for questions).")
  private Optional<Integer> maxLength = Optional.empty();

  @Setting
  @Option(names = "--batch-size", paramLabel = "N", description = "Sequences of a batch.")
  private Optional<Integer> batchSize = Optional.empty();

  @Setting
  @Option(
      names = "--doc-stride",
      paramLabel = "N",
      description = "Tokens between the beginnings of windows over a long context (default: 128).")
  private Optional<Integer> docStride = Optional.empty();

  @Setting
  @Option(
      names = "--max-query-length",
      paramLabel = "N",
      description = "The most tokens of a question (default: 64).")
  private Optional<Integer> maxQueryLength = Optional.empty();

  @Setting
  @Option(
      names = "--max-answer-length",
      paramLabel = "N",
      description = "The most tokens of an answer (default: 30).")
  private Optional<Integer> maxAnswerLength = Optional.empty();

  @Setting
  @Option(
      names = "--n-best-size",
      paramLabel = "N",
      description = "Candidates of an answer's beginning and end (default: 20).")
  private Optional<Integer> nBestSize = Optional.empty();

  /** What is usual, by key. */
  static Map<String, Object> usual(Lengths lengths, int batchSize) {
    return Map.of(
        "max_length", lengths.maxSeqLength(),
        "batch_size", batchSize,
        "doc_stride", lengths.docStride(),
        "max_query_length", lengths.maxQueryLength(),
        "max_answer_length", lengths.maxAnswerLength(),
        "n_best_size", lengths.nBestSize());
  }

  int batchSize() {
    return atLeast(1, "batch-size", batchSize);
  }

  /** All lengths, for a model. */
  Lengths lengths(ElectraConfig config) {
    int longest = config.maxPositionEmbeddings();
    int length = atLeast(SHORTEST, "max-length", maxLength);
    if (length > longest) {
      throw new IllegalArgumentException(
          "max-length must be at most " + longest + ", the positions of the model, not " + length);
    }
    return new Lengths(
        length,
        atLeast(1, "doc-stride", docStride),
        atLeast(1, "max-query-length", maxQueryLength),
        atLeast(1, "max-answer-length", maxAnswerLength),
        atLeast(1, "n-best-size", nBestSize));
  }

  private static int atLeast(int least, String name, Optional<Integer> given) {
    int value = given.orElseThrow();
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
    return value;
  }
}
