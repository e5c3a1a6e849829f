package io.github.koelectra.train.finetune;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import io.github.koelectra.train.model.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes questions before their contexts, of which windows are made where both are too long: the
 * windows of BERT's {@code run_squad.py} (Devlin et al. 2019), of which each begins the stride
 * behind the one before. The target of a window that does not hold the whole answer is the
 * classifier token. For one thread.
 */
final class QuestionFeatures {
  private static final int SPECIAL_TOKENS = 3;
  private static final EncodeOptions BARE = EncodeOptions.DEFAULT.withoutSpecialTokens();

  private final DataSet data;
  private final ElectraTokenizer tokenizer;
  private final Lengths lengths;
  private final EncodeOptions asked;
  private final List<Sequence> sequences = new ArrayList<>();
  private final List<ContextTokens> contexts = new ArrayList<>();
  private final Map<String, ContextTokens> known = new HashMap<>();

  QuestionFeatures(DataSet data, ElectraTokenizer tokenizer, Lengths lengths) {
    this.data = data;
    this.tokenizer = tokenizer;
    this.lengths = lengths;
    int shortest = lengths.maxSeqLength() - SPECIAL_TOKENS - 1;
    int query = Math.min(lengths.maxQueryLength(), shortest);
    asked = BARE.withTruncation(query, Truncation.ONLY_FIRST);
  }

  Features.Encoded encode() {
    for (Row row : data.rows()) {
      Row.Question question = (Row.Question) row;
      ContextTokens context =
          known.computeIfAbsent(
              question.context(), text -> ContextTokens.of(tokenizer.encode(text, BARE)));
      add(contexts.size(), question, context);
      contexts.add(context);
    }
    return new Features.Encoded(sequences, contexts, 0);
  }

  private void add(int row, Row.Question question, ContextTokens context) {
    int[] ids = tokenizer.encode(question.question(), asked).ids();
    int room = lengths.maxSeqLength() - SPECIAL_TOKENS - ids.length;
    int step = Math.min(lengths.docStride(), room);
    Row.Answer answer = question.answers().getFirst();
    int first = context.firstBehind(answer.begin());
    int last = context.lastBefore(answer.end());
    int to = 0;
    for (int from = 0; from == 0 || to < context.size(); from += step) {
      to = Math.min(from + room, context.size());
      boolean inside = from <= first && first <= last && last < to;
      int shift = ids.length + 2 - from;
      Target target = inside ? span(first + shift, last + shift) : span(0, 0);
      sequences.add(new Sequence(row, ids, context.ids(), from, to, target));
    }
  }

  private static Target span(int start, int end) {
    return new Target.Spans(new int[] {start}, new int[] {end});
  }
}
