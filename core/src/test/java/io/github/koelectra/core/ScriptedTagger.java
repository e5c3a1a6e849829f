package io.github.koelectra.core;

import io.github.koelectra.core.Task.Prepared;
import io.github.koelectra.core.TokenClassification.Aggregation;
import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.core.TokenClassification.Options;
import io.github.koelectra.electra.ElectraForTokenClassification;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** A token classifier that gives tokens the labels that a test wants, by where they begin. */
final class ScriptedTagger implements AutoCloseable {
  /** The logit of a wanted label; that of others is 0. */
  private static final float SURE = 6;

  private final List<String> labels;
  private final KoElectra<ElectraForTokenClassification> koElectra;

  ScriptedTagger(String... labels) throws IOException {
    this.labels = List.of(labels);
    koElectra = KoElectra.open(model(), ElectraForTokenClassification::fromPretrained);
  }

  /** The directory of the tiny model with seeded weights. */
  static Path model() {
    return PipelineGoldens.model("ner-prefix");
  }

  ElectraTokenizer tokenizer() {
    return koElectra.tokenizer();
  }

  /** The entities of a text whose tokens have these tags, in order. */
  List<Entity> entities(Aggregation aggregation, String text, String... tags) {
    return entities(aggregation, text, byBegin(text, tags));
  }

  /** The entities of a text whose token at a char has the label that the function says. */
  List<Entity> entities(Aggregation aggregation, String text, IntFunction<String> labelAt) {
    Options options = Options.DEFAULT.withAggregation(aggregation);
    return run(options, text, labelAt, task -> task.entities(text)).entities();
  }

  /** What a task makes of a text whose token at a char has the label that the function says. */
  <R> R run(
      Options options,
      String text,
      IntFunction<String> labelAt,
      Function<TokenTask, Prepared<R>> read) {
    TextEncoder encoder = TextEncoder.of(koElectra, options.inputs());
    TokenTask task = new TokenTask(koElectra.tokenizer(), encoder, labels, options);
    Task.Forward forward = batch -> batch.stream().map(one -> logits(one, labelAt)).toList();
    return new Pipeline<String, R>(t -> read.apply(task), forward, options.inputs()).run(text);
  }

  /** Labels by the chars that the tokens of a text begin at. */
  IntFunction<String> byBegin(String text, String... tags) {
    Encoding encoding = koElectra.tokenizer().encode(text);
    if (encoding.size() - 2 != tags.length) {
      throw new IllegalArgumentException(tags.length + " tags for " + encoding.tokens());
    }
    String[] ofChars = new String[text.length()];
    for (int i = 0; i < tags.length; i++) {
      ofChars[encoding.begin(i + 1)] = tags[i];
    }
    return at -> ofChars[at];
  }

  private Tensor logits(Encoding encoding, IntFunction<String> labelAt) {
    int columns = labels.size();
    float[] logits = new float[encoding.size() * columns];
    for (int i = 0; i < encoding.size(); i++) {
      if (!encoding.isSpecial(i)) {
        logits[i * columns + labels.indexOf(labelAt.apply(encoding.begin(i)))] = SURE;
      }
    }
    return Tensor.of(logits, 0, encoding.size(), columns);
  }

  @Override
  public void close() {
    koElectra.close();
  }
}
