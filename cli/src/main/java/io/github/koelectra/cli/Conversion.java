package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.Pretrained;
import io.github.koelectra.json.Json;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.Part;
import io.github.koelectra.weights.StateDict;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** A model on its way into a directory of its own. */
final class Conversion {
  static final String WEIGHTS = "model.safetensors";

  private static final String CONFIG = "config.json";
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  private static final List<String> TOKENIZER =
      List.of(
          "vocab.txt",
          TOKENIZER_CONFIG,
          "tokenizer.json",
          "special_tokens_map.json",
          "added_tokens.json");

  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final Set<String> DECODERS =
      Set.of("generator_lm_head.weight", "cls.predictions.decoder.weight");
  private static final int PIECE = 8192;

  private final Path source;
  private final Part part;
  private final StateDict state;
  private final List<TensorEntry> tensors;
  private final List<TensorEntry> leftOut;
  private final Optional<DType> dtype;

  private Conversion(Path source, Part part, boolean tied, StateDict state, Optional<DType> dtype) {
    this.source = source;
    this.part = part;
    this.state = state;
    this.dtype = dtype;
    this.tensors =
        state.entries().stream()
            .filter(e -> e.dtype().isReal() && !(tied && repeatsWords(e)))
            .toList();
    this.leftOut = state.entries().stream().filter(e -> !e.dtype().isReal()).toList();
  }

  /**
   * Prepares a conversion.
   *
   * @param source the directory of the configuration and the vocabulary
   * @param wanted the part the user asks for
   * @param dtype the type the user asks for
   * @throws IOException if there is no such part, or its configuration cannot be read
   */
  static Conversion of(
      Checkpoint checkpoint, Path source, Optional<Part> wanted, Optional<DType> dtype)
      throws IOException {
    ElectraConfig config = ElectraConfig.read(source);
    Part automatic =
        config.architectures().contains("ElectraForMaskedLM") ? Part.GENERATOR : Part.DISCRIMINATOR;
    StateDict state = checkpoint.stateDict(wanted.orElse(automatic));
    List<String> names = state.entries().stream().map(TensorEntry::name).toList();
    List<Head> heads = Head.servedBy(names);
    if (heads.isEmpty()) {
      throw new WeightFormatException(
          Kind.MISSING, checkpoint.path() + ": no model's embeddings are among its tensors");
    }
    if (wanted.isPresent() && !heads.contains(head(wanted.get()))) {
      String name = wanted.get() == Part.GENERATOR ? "generator" : "discriminator";
      throw new WeightFormatException(Kind.MISSING, checkpoint.path() + ": holds no " + name);
    }
    return new Conversion(
        source, wanted.orElse(automatic), config.tieWordEmbeddings(), state, dtype);
  }

  private static Head head(Part part) {
    return part == Part.GENERATOR ? Head.MASKED_LM : Head.PRE_TRAINING;
  }

  /**
   * Whether the tensor is a decoder that is the word embeddings once more, as old versions wrote
   * it. New ones leave it out, and so does their configuration's reader expect it.
   */
  private boolean repeatsWords(TensorEntry tensor) {
    if (!DECODERS.contains(tensor.name())) {
      return false;
    }
    return state.entries().stream()
        .filter(e -> e.name().endsWith(WORDS) && e.dtype() == tensor.dtype())
        .anyMatch(words -> words.shape().equals(tensor.shape()) && sameElements(words, tensor));
  }

  private boolean sameElements(TensorEntry a, TensorEntry b) {
    double[] ofA = new double[PIECE];
    double[] ofB = new double[PIECE];
    boolean same = true;
    for (long done = 0; same && done < a.size(); done += PIECE) {
      int length = (int) Math.min(PIECE, a.size() - done);
      state.read(a.name(), done, ofA, length);
      state.read(b.name(), done, ofB, length);
      same = Arrays.equals(ofA, 0, length, ofB, 0, length);
    }
    return same;
  }

  int tensors() {
    return tensors.size();
  }

  long parameters() {
    return tensors.stream().mapToLong(TensorEntry::size).sum();
  }

  /** How many bytes the weights will have, but for their header. */
  long bytes() {
    return tensors.stream().mapToLong(t -> t.size() * type(t).bits() / Byte.SIZE).sum();
  }

  private DType type(TensorEntry tensor) {
    return dtype.orElse(tensor.dtype());
  }

  /** Writes all files; {@code written} is told of the weights' bytes as they come. */
  Changes writeTo(Path directory, LongConsumer written) throws IOException {
    Changes changes = new Changes();
    writeConfig(directory);
    for (String name : TOKENIZER) {
      if (Files.isRegularFile(source.resolve(name))) {
        Files.copy(source.resolve(name), directory.resolve(name));
      }
    }
    writeTokenizerConfig(directory);
    List<NewTensor> copies = new ArrayList<>();
    for (TensorEntry tensor : tensors) {
      DType type = type(tensor);
      TensorCopy copy = new TensorCopy(state, tensor, type, changes, written);
      copies.add(new NewTensor(tensor.name(), type, tensor.shape(), copy));
    }
    SafetensorsWriter.write(directory.resolve(WEIGHTS), Map.of("format", "pt"), copies);
    return changes;
  }

  private void writeConfig(Path directory) throws IOException {
    if (part == Part.GENERATOR) {
      Path file = Pretrained.generatorFile(source);
      ElectraConfig fitted =
          Pretrained.fittedToGenerator(source, ElectraConfig.read(file), state.shapes());
      String json = ConvertedConfig.ofGenerator(Json.readObject(file), fitted);
      Files.writeString(directory.resolve(CONFIG), json);
    } else {
      Files.copy(source.resolve(CONFIG), directory.resolve(CONFIG));
    }
  }

  /** Others lower the case of words where nothing is said of it, which tears Korean apart. */
  private void writeTokenizerConfig(Path directory) throws IOException {
    Path file = directory.resolve(TOKENIZER_CONFIG);
    if (!Files.exists(file) && Files.exists(directory.resolve("vocab.txt"))) {
      int length = ElectraConfig.read(directory).maxPositionEmbeddings();
      Files.writeString(file, "{\"do_lower_case\": false, \"model_max_length\": " + length + "}\n");
    }
  }

  /** What the user should know of what was written. */
  List<String> notes(Changes changes) {
    List<String> notes = new ArrayList<>();
    dtype.flatMap(changes::sentence).ifPresent(s -> notes.add("warning: " + s));
    for (TensorEntry tensor : leftOut) {
      notes.add("note: " + tensor.name() + " holds " + tensor.dtype() + " and was left out");
    }
    return notes;
  }
}
