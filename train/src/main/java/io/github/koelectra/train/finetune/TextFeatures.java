package io.github.koelectra.train.finetune;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.train.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Encodes texts and pairs of texts. For one thread. */
final class TextFeatures {
  /** So many rows are encoded at once, on all processors. */
  private static final int AT_ONCE = 4096;

  /** Java's parser takes more: {@code 1f}, hexadecimal numbers, spaces. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final FinetuneTask task;
  private final DataSet data;
  private final ElectraTokenizer tokenizer;
  private final EncodeOptions options;
  private final List<Sequence> sequences = new ArrayList<>();
  private int truncated;

  TextFeatures(FinetuneTask task, DataSet data, ElectraTokenizer tokenizer, int maxLength) {
    this.task = task;
    this.data = data;
    this.tokenizer = tokenizer;
    options = EncodeOptions.DEFAULT.withTruncation(maxLength, Truncation.LONGEST_FIRST);
  }

  Features.Encoded encode() throws IOException {
    List<Row.Text> rows = data.rows().stream().map(Row.Text.class::cast).toList();
    for (int begin = 0; begin < rows.size(); begin += AT_ONCE) {
      add(rows.subList(begin, Math.min(begin + AT_ONCE, rows.size())));
    }
    return new Features.Encoded(sequences, List.of(), truncated);
  }

  private void add(List<Row.Text> rows) throws IOException {
    List<Encoding> encodings = encodings(rows);
    for (int i = 0; i < rows.size(); i++) {
      Encoding encoding = encodings.get(i);
      truncated += encoding.truncated() ? 1 : 0;
      sequences.add(sequence(encoding, rows.get(i)));
    }
  }

  /** A file's rows all have a pair or none has, but for JSON lines. */
  private List<Encoding> encodings(List<Row.Text> rows) {
    List<String> texts = rows.stream().map(Row.Text::text).toList();
    if (rows.stream().allMatch(row -> row.pair().isPresent())) {
      List<String> pairs = rows.stream().map(row -> row.pair().orElseThrow()).toList();
      return tokenizer.encodeBatch(texts, pairs, options);
    }
    if (rows.stream().noneMatch(row -> row.pair().isPresent())) {
      return tokenizer.encodeBatch(texts, options);
    }
    return rows.stream().map(this::encoding).toList();
  }

  private Encoding encoding(Row.Text row) {
    return row.pair().isPresent()
        ? tokenizer.encode(row.text(), row.pair().get(), options)
        : tokenizer.encode(row.text(), options);
  }

  private Sequence sequence(Encoding encoding, Row.Text row) throws IOException {
    int[] ids = encoding.ids();
    int index = sequences.size();
    Target target = target(row);
    if (row.pair().isEmpty()) {
      return Sequence.single(index, Arrays.copyOfRange(ids, 1, ids.length - 1), target);
    }
    int pairBegin = ids.length - Arrays.stream(encoding.typeIds()).sum();
    int[] first = Arrays.copyOfRange(ids, 1, pairBegin - 1);
    int[] second = Arrays.copyOfRange(ids, pairBegin, ids.length - 1);
    return new Sequence(index, first, second, 0, second.length, target);
  }

  private Target target(Row.Text row) throws IOException {
    return switch (task.head()) {
      case REGRESSION -> new Target.Scores(new float[] {score(row)});
      case MULTI_LABEL -> several(row);
      default -> new Target.Classes(new int[] {label(row, row.labels().getFirst())});
    };
  }

  private Target several(Row.Text row) throws IOException {
    float[] targets = new float[task.outputs()];
    for (String label : row.labels()) {
      targets[label(row, label)] = 1;
    }
    return new Target.Several(new float[][] {targets});
  }

  private int label(Row.Text row, String label) throws IOException {
    return task.labelId(data, row.line(), label);
  }

  private float score(Row.Text row) throws IOException {
    String written = row.labels().getFirst();
    Optional<Float> score = finite(written);
    if (score.isEmpty()) {
      throw Utf8Lines.broken(data.file(), row.line(), "\"" + written + "\" is not a finite number");
    }
    return score.get();
  }

  private static Optional<Float> finite(String written) {
    return Optional.of(written)
        .filter(NUMBER.asMatchPredicate())
        .map(Float::valueOf)
        .filter(score -> Float.isFinite(score));
  }
}
