package io.github.koelectra.train.finetune;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.train.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes sentences in words. The first piece of a word carries its label, the others none; a word
 * of which nothing is left becomes the unknown token. For one thread.
 */
final class WordFeatures {
  /** What the loss passes over. */
  static final int IGNORED = -100;

  private static final int SPECIAL_TOKENS = 2;

  private final FinetuneTask task;
  private final DataSet data;
  private final ElectraTokenizer tokenizer;
  private final int room;
  private final int[] unknown;
  private final Map<String, int[]> pieces = new HashMap<>();

  WordFeatures(FinetuneTask task, DataSet data, ElectraTokenizer tokenizer, int maxLength) {
    this.task = task;
    this.data = data;
    this.tokenizer = tokenizer;
    room = maxLength - SPECIAL_TOKENS;
    String name = tokenizer.options().specialTokens().unknown();
    unknown = new int[] {tokenizer.vocabulary().id(name).orElseThrow()};
  }

  Features.Encoded encode() throws IOException {
    List<Sequence> sequences = new ArrayList<>();
    int truncated = 0;
    for (Row row : data.rows()) {
      Row.Words words = (Row.Words) row;
      Pieces all = new Pieces();
      for (int i = 0; i < words.words().size(); i++) {
        int label = task.labelId(data, words.line(), words.tags().get(i));
        all.add(pieces.computeIfAbsent(words.words().get(i), this::pieces), label);
      }
      truncated += all.size > room ? 1 : 0;
      sequences.add(all.sequence(sequences.size(), Math.min(all.size, room)));
    }
    return new Features.Encoded(sequences, List.of(), truncated);
  }

  private int[] pieces(String word) {
    int[] ids = tokenizer.encode(word, EncodeOptions.DEFAULT.withoutSpecialTokens()).ids();
    return ids.length == 0 ? unknown : ids;
  }

  /** The pieces of a sentence with their labels, behind that of the classifier token. */
  private static final class Pieces {
    private int[] ids = new int[64];
    private int[] labels = new int[64];
    private int size;

    void add(int[] word, int label) {
      if (size + word.length > ids.length) {
        int larger = 2 * (size + word.length);
        ids = Arrays.copyOf(ids, larger);
        labels = Arrays.copyOf(labels, larger);
      }
      System.arraycopy(word, 0, ids, size, word.length);
      Arrays.fill(labels, size, size + word.length, IGNORED);
      labels[size] = label;
      size += word.length;
    }

    Sequence sequence(int row, int kept) {
      int[] targets = new int[kept + SPECIAL_TOKENS];
      Arrays.fill(targets, IGNORED);
      System.arraycopy(labels, 0, targets, 1, kept);
      return Sequence.single(row, Arrays.copyOf(ids, kept), new Target.TokenClasses(targets));
    }
  }
}
