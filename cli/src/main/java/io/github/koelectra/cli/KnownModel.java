package io.github.koelectra.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model that the authors of KoELECTRA have published.
 *
 * @param name its name on the hub
 * @param task what it is made for
 * @param parameters how many its encoder has, and its head where it was pretrained with it
 */
record KnownModel(String name, String task, long parameters) {
  private static final String AUTHOR = "monologg/koelectra-";
  private static final int BYTES = 4;
  private static final int LAYERS = 12;
  private static final int POSITIONS = 512;
  private static final int BASE = 768;
  private static final int SMALL = 256;
  private static final int SMALL_EMBEDDING = 128;
  private static final int VOCABULARY = 32_200;
  private static final int VOCABULARY_V3 = 35_000;

  /** The size of its float32 weights in bytes, but for a few thousand numbers of a later head. */
  long bytes() {
    return BYTES * parameters;
  }

  /** The twelve pretrained models, and those fine-tuned from them. */
  static List<KnownModel> all() {
    List<KnownModel> models = new ArrayList<>();
    for (int version = 1; version <= 3; version++) {
      for (boolean base : new boolean[] {true, false}) {
        models.add(pretrained(version, base, true));
        models.add(pretrained(version, base, false));
      }
    }
    models.add(tuned("base-finetuned-nsmc", "sentiment", true));
    models.add(tuned("small-finetuned-nsmc", "sentiment", false));
    models.add(tuned("base-finetuned-naver-ner", "named entities", true));
    models.add(tuned("small-finetuned-naver-ner", "named entities", false));
    models.add(tuned("base-v2-finetuned-korquad", "questions", true));
    models.add(tuned("small-v2-distilled-korquad-384", "questions", false));
    return models;
  }

  private static KnownModel pretrained(int version, boolean base, boolean discriminator) {
    int vocabulary = version == 3 ? VOCABULARY_V3 : VOCABULARY;
    int embedding = base ? BASE : SMALL_EMBEDDING;
    int hidden = base && discriminator ? BASE : SMALL;
    // The generator's words are those of its embeddings: only their biases are its own.
    long head =
        discriminator
            ? dense(hidden, hidden) + dense(hidden, 1)
            : dense(hidden, embedding) + 2L * embedding + vocabulary;
    String kind = discriminator ? "discriminator" : "generator";
    String name =
        String.format(
            Locale.ROOT,
            "%s%s%s-%s",
            AUTHOR,
            base ? "base" : "small",
            version == 1 ? "" : "-v" + version,
            kind);
    return new KnownModel(name, kind, encoder(vocabulary, embedding, hidden) + head);
  }

  private static KnownModel tuned(String name, String task, boolean base) {
    int hidden = base ? BASE : SMALL;
    int embedding = base ? BASE : SMALL_EMBEDDING;
    return new KnownModel(AUTHOR + name, task, encoder(VOCABULARY, embedding, hidden));
  }

  /**
   * Embeddings of words, positions and two types with a LayerNorm, their projection, the layers.
   */
  private static long encoder(int vocabulary, int embedding, int hidden) {
    long embeddings = (long) (vocabulary + POSITIONS + 2 + 2) * embedding;
    long projection = embedding == hidden ? 0 : dense(embedding, hidden);
    int intermediate = 4 * hidden;
    long layer =
        4 * dense(hidden, hidden)
            + dense(hidden, intermediate)
            + dense(intermediate, hidden)
            + 4L * hidden;
    return embeddings + projection + LAYERS * layer;
  }

  private static long dense(int in, int out) {
    return (long) in * out + out;
  }
}
