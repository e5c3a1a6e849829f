package io.github.koelectra.core;

import io.github.koelectra.core.Redaction.Redacted;
import io.github.koelectra.core.Task.Prepared;
import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.core.TokenClassification.Aggregation;
import io.github.koelectra.core.TokenClassification.Entities;
import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.core.TokenClassification.Options;
import io.github.koelectra.core.TokenClassification.TaggedToken;
import io.github.koelectra.core.TokenClassification.TaggedTokens;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What {@link TokenClassification} makes of texts and logits. Immutable. */
final class TokenTask {
  private final ElectraTokenizer tokenizer;
  private final TextEncoder encoder;
  private final List<String> labels;
  private final Options options;
  private final TagScheme scheme;
  private final WordEntities words;
  private final GroupedEntities groups;

  TokenTask(ElectraTokenizer tokenizer, TextEncoder encoder, List<String> labels, Options options) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.options = options;
    this.labels = labels;
    scheme = TagScheme.of(labels, options.tagging());
    words = new WordEntities(scheme);
    groups = new GroupedEntities(scheme, options.aggregation(), tokenizer::convertTokensToString);
  }

  /** The labels by their ids. */
  List<String> labels() {
    return labels;
  }

  /** The types of entities. */
  List<String> types() {
    return scheme.types();
  }

  /** Reads a text to find its entities. */
  Prepared<Entities> entities(String text) {
    return prepared(text, input -> new Entities(input.entities(), input.encoded.truncated()));
  }

  /** Reads a text to label its tokens. */
  Prepared<TaggedTokens> tokens(String text) {
    return prepared(text, input -> new TaggedTokens(input.tokens(), input.encoded.truncated()));
  }

  /** Reads a text to replace its entities. */
  Prepared<Redacted> redacted(String text, Redaction redaction) {
    return prepared(
        text, input -> redaction.apply(text, input.entities(), input.encoded.truncated()));
  }

  private <R> Prepared<R> prepared(String text, Function<Looked, R> result) {
    Reading reading = encoder.read(text);
    Encoded encoded = encoder.encode(reading);
    return new Prepared<>() {
      @Override
      public List<Encoding> encodings() {
        return encoded.windows();
      }

      @Override
      public R result(List<Tensor> outputs) {
        return result.apply(new Looked(reading, encoded, outputs));
      }
    };
  }

  /** A text that the model has looked at. */
  private final class Looked {
    private final Reading reading;
    private final Encoded encoded;
    private final List<List<Piece>> windows = new ArrayList<>();

    Looked(Reading reading, Encoded encoded, List<Tensor> logits) {
      this.reading = reading;
      this.encoded = encoded;
      int first = 0;
      for (int w = 0; w < logits.size(); w++) {
        windows.add(Piece.of(encoded.windows().get(w), logits.get(w), first, tokenizer));
        first += windows.getFirst().size() - encoder.stride();
      }
    }

    /** The tokens of the text, each from one window. */
    private List<Piece> pieces() {
      WindowedTokens tokens = new WindowedTokens(encoded.windows(), encoder.stride());
      List<Piece> pieces = new ArrayList<>(tokens.size());
      for (int i = 0; i < tokens.size(); i++) {
        int window = tokens.window(i);
        pieces.add(windows.get(window).get(tokens.row(i, window) - 1));
      }
      return pieces;
    }

    List<Entity> entities() {
      return found().stream()
          .filter(entity -> !options.ignoreLabels().contains(entity.label()))
          .map(this::inGivenText)
          .toList();
    }

    private List<Entity> found() {
      if (options.aggregation() == Aggregation.WORD) {
        return words.of(pieces(), reading.read());
      }
      List<Entity> found =
          windows.stream()
              .flatMap(window -> groups.of(window).stream())
              .filter(entity -> !options.ignoreLabels().contains(entity.label()))
              .toList();
      return windows.size() == 1 ? found : GroupedEntities.withoutOverlaps(found, reading.read());
    }

    private Entity inGivenText(Entity entity) {
      int begin = reading.begin(entity.begin());
      int end = reading.end(entity.end());
      boolean cutOut = options.aggregation() == Aggregation.WORD;
      String word = cutOut ? reading.text().substring(begin, end) : entity.word();
      return new Entity(entity.label(), entity.score(), word, begin, end);
    }

    List<TaggedToken> tokens() {
      List<TaggedToken> tokens = new ArrayList<>();
      for (Piece piece : pieces()) {
        int best = piece.best();
        if (!options.ignoreLabels().contains(labels.get(best))) {
          tokens.add(
              new TaggedToken(
                  labels.get(best),
                  piece.scores()[best],
                  piece.index(),
                  piece.word(),
                  reading.begin(piece.begin()),
                  reading.end(piece.end())));
        }
      }
      return tokens;
    }
  }
}
