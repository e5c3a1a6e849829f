package io.github.koelectra.train.finetune;

import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A data set as a model reads it: sequences of token ids with their targets, kept in little memory.
 * Immutable and safe to share between threads.
 */
public final class Features {
  private final FinetuneTask task;
  private final DataSet data;
  private final Lengths lengths;
  private final List<Sequence> sequences;
  private final List<ContextTokens> contexts;
  private final int truncated;
  private final int classifier;
  private final int separator;

  private Features(
      FinetuneTask task,
      DataSet data,
      Lengths lengths,
      ElectraTokenizer tokenizer,
      Encoded encoded) {
    this.task = task;
    this.data = data;
    this.lengths = lengths;
    sequences = encoded.sequences();
    contexts = encoded.contexts();
    truncated = encoded.truncated();
    var names = tokenizer.options().specialTokens();
    classifier = tokenizer.vocabulary().id(names.classifier()).orElseThrow();
    separator = tokenizer.vocabulary().id(names.separator()).orElseThrow();
  }

  /**
   * What a data set becomes.
   *
   * @param sequences in the order of the rows
   * @param contexts per row, for questions; else none
   * @param truncated how many rows lost their end
   */
  record Encoded(List<Sequence> sequences, List<ContextTokens> contexts, int truncated) {
    /** Copies the lists. */
    Encoded {
      sequences = List.copyOf(sequences);
      contexts = List.copyOf(contexts);
    }
  }

  /**
   * Encodes a data set. Texts and words beyond the maximum length are left out; of a pair, the
   * longer one is truncated first; a long context becomes windows.
   *
   * @param task with its labels
   * @param lengths those of {@link FinetuneTask#settings}, or others
   * @throws IOException if a label is unknown or no number; the message says where
   * @throws IllegalArgumentException if the task's labels are not known
   */
  public static Features of(
      FinetuneTask task, DataSet data, ElectraTokenizer tokenizer, Lengths lengths)
      throws IOException {
    if (task.outputs() == 0) {
      throw new IllegalArgumentException("the labels of the task are not known");
    }
    Encoded encoded =
        switch (task.head()) {
          case CLASSIFICATION, REGRESSION, MULTI_LABEL ->
              new TextFeatures(task, data, tokenizer, lengths.maxSeqLength()).encode();
          case TOKEN_CLASSIFICATION ->
              new WordFeatures(task, data, tokenizer, lengths.maxSeqLength()).encode();
          case QUESTION_ANSWERING -> new QuestionFeatures(data, tokenizer, lengths).encode();
        };
    return new Features(task, data, lengths, tokenizer, encoded);
  }

  /** The task. */
  public FinetuneTask task() {
    return task;
  }

  /** The number of rows: texts, pairs, sentences or questions. */
  public int rows() {
    return data.size();
  }

  /** The number of sequences: of rows, or of windows over the contexts of questions. */
  public int size() {
    return sequences.size();
  }

  /** How many rows lost their end because they are longer than the maximum length. */
  public int truncated() {
    return truncated;
  }

  /** The number of tokens of all sequences, special ones counted. */
  public long tokens() {
    return sequences.stream().mapToLong(Sequence::length).sum();
  }

  /** Some of the sequences as a batch, in the order they are asked for. */
  LabelledBatch batch(int[] wanted) {
    int[][] ids = new int[wanted.length][];
    int[][] types = new int[wanted.length][];
    List<Target> targets = new ArrayList<>(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      Sequence sequence = sequences.get(wanted[i]);
      ids[i] = sequence.inputIds(classifier, separator);
      types[i] = sequence.tokenTypeIds();
      targets.add(sequence.target());
    }
    return new LabelledBatch(TokenBatch.of(ids, types), Targets.join(targets));
  }

  DataSet data() {
    return data;
  }

  Lengths lengths() {
    return lengths;
  }

  Sequence sequence(int index) {
    return sequences.get(index);
  }

  /** The tokens of the context of a question. */
  ContextTokens context(int row) {
    return contexts.get(row);
  }
}
