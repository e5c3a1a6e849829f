package io.github.koelectra.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the parameters of one model in a checkpoint, whatever they are called there: names of
 * TensorFlow and of old versions, the prefixes of wrappers and of a pretraining checkpoint's two
 * models, of which the generator may share the other's embeddings. A name that nothing is known of
 * stays as it is.
 */
final class TensorNames {
  private static final List<String> WRAPPERS = List.of("module.", "model.");
  private static final int MOST_WRAPPERS = 3;
  private static final List<String> ENCODERS = List.of("electra.", "bert.");
  private static final List<String> GENERATOR_HEAD =
      List.of("generator_predictions.", "generator_lm_head.");
  private static final List<String> HEADS =
      List.of(
          "discriminator_predictions.",
          "generator_predictions.",
          "generator_lm_head.",
          "classifier.",
          "qa_outputs.",
          "cls.");
  private static final String EMBEDDINGS = "embeddings.";

  private final List<StoredName> names;
  private final Part part;

  /** Whether both models are here: the generator below its own name, the other anywhere. */
  private final boolean pair;

  private TensorNames(List<StoredName> names, Part part) {
    this.names = names;
    this.part = part;
    this.pair =
        anyStartsWith(names, Part.GENERATOR.prefix())
            && (anyStartsWith(names, Part.DISCRIMINATOR.prefix())
                || anyStartsWith(names, "electra."));
  }

  private static boolean anyStartsWith(List<StoredName> names, String prefix) {
    return names.stream().anyMatch(n -> n.name().startsWith(prefix));
  }

  /** Two tensors of a file that a model would call the same. */
  record Clash(String name, String first, String second) {}

  /**
   * What was found.
   *
   * @param tensors the tensors in the file's order, by the names of a model
   * @param clash two that have one name, if there are such
   */
  record Found(Map<String, StoredName> tensors, Optional<Clash> clash) {}

  /** The parameters of {@code part} among tensors of these names. */
  static Found of(Collection<String> stored, Part part) {
    List<StoredName> names = new ArrayList<>();
    for (String name : stored) {
      StoredName known = StoredName.of(name);
      if (!known.name().endsWith("position_ids")) {
        names.add(known.renamed(unwrapped(known.name())));
      }
    }
    return new TensorNames(names, part).found();
  }

  private static String unwrapped(String name) {
    String inner = name;
    for (int i = 0; i < MOST_WRAPPERS; i++) {
      for (String wrapper : WRAPPERS) {
        inner = inner.startsWith(wrapper) ? inner.substring(wrapper.length()) : inner;
      }
    }
    return inner;
  }

  private Found found() {
    Map<String, StoredName> tensors = new LinkedHashMap<>();
    Optional<Clash> clash = Optional.empty();
    for (StoredName name : names) {
      Optional<String> own = own(name.name());
      if (own.isPresent()) {
        StoredName other = tensors.putIfAbsent(own.get(), name.renamed(own.get()));
        if (other != null) {
          clash = Optional.of(new Clash(own.get(), other.stored(), name.stored()));
        }
      }
    }
    if (part == Part.GENERATOR && pair) {
      shareEmbeddings(tensors);
    }
    return new Found(tensors, clash);
  }

  /** What the model of this part calls the tensor, if it is one of its own. */
  private Optional<String> own(String name) {
    if (name.startsWith(part.prefix())) {
      return Optional.of(encoded(name.substring(part.prefix().length())));
    }
    String others = part.other().prefix();
    if (name.startsWith(others)) {
      return pair ? Optional.empty() : Optional.of(encoded(name.substring(others.length())));
    }
    if (pair) {
      boolean generators = GENERATOR_HEAD.stream().anyMatch(name::startsWith);
      boolean wanted = generators == (part == Part.GENERATOR);
      return wanted ? Optional.of(plain(name)) : Optional.empty();
    }
    return Optional.of(plain(name));
  }

  /** Below a part's prefix, an encoder often has no prefix of its own. */
  private static String encoded(String name) {
    String plain = plain(name);
    boolean bare =
        ENCODERS.stream().noneMatch(plain::startsWith)
            && HEADS.stream().noneMatch(plain::startsWith);
    return bare ? "electra." + plain : plain;
  }

  /** Without an encoder's prefix before a head, or twice before its own parameters. */
  private static String plain(String name) {
    for (String encoder : ENCODERS) {
      String inner = name.startsWith(encoder) ? name.substring(encoder.length()) : "";
      if (inner.startsWith(encoder) || HEADS.stream().anyMatch(inner::startsWith)) {
        return inner;
      }
    }
    return name;
  }

  /** A generator's embeddings that are not its own are the other's. */
  private void shareEmbeddings(Map<String, StoredName> tensors) {
    for (StoredName name : names) {
      String other = Part.DISCRIMINATOR.prefix();
      String inner =
          name.name().startsWith(other)
              ? encoded(name.name().substring(other.length()))
              : name.name();
      if (inner.startsWith("electra." + EMBEDDINGS)) {
        tensors.putIfAbsent(inner, name.renamed(inner));
      }
    }
  }
}
