package io.github.koelectra.cli;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.pretrain.PretrainingData;
import io.github.koelectra.train.pretrain.PretrainingData.Options;
import io.github.koelectra.train.pretrain.PretrainingData.Segments;
import io.github.koelectra.train.run.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import picocli.CommandLine.Option;

/** What is pretrained on. Before it is used, {@link SettingOptions} give all options values. */
final class PretrainDataFlags {
  /** What measuring on held-out texts follows from, in every run. */
  private static final long SEED = 1;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description = "Text files, UTF-8, a text or sentence a line; they are streamed.")
  private List<Path> data = new ArrayList<>();

  @Option(
      names = "--heldout",
      paramLabel = "FILE",
      description = "A text file that is not learnt from: the models are measured on it.")
  private Optional<Path> heldout = Optional.empty();

  @Setting
  @Option(
      names = "--heldout-sequences",
      paramLabel = "N",
      description = "How many sequences of it are taken, from its beginning (usually 2000).")
  private Optional<Integer> heldoutSequences = Optional.empty();

  @Setting
  @Option(
      names = "--segments",
      paramLabel = "WHAT",
      description =
          "What a sequence is made of: packed (the usual), texts one behind the other, as many as"
              + " fit; one, a text; two, neighbouring parts of a document whose sentences are"
              + " lines, with empty lines between documents, as ELECTRA was published.")
  private Optional<Segments> segments = Optional.empty();

  @Setting
  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "The most tokens of a sequence (usually 128).")
  private Optional<Integer> maxLength = Optional.empty();

  @Setting
  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Sequences of a batch (usually 128; 256 for base).")
  private Optional<Integer> batchSize = Optional.empty();

  @Setting
  @Option(
      names = "--shuffle-buffer",
      paramLabel = "N",
      description =
          "How many texts are shuffled in memory (usually 65536); with --segments two, sequences.")
  private Optional<Integer> shuffleBuffer = Optional.empty();

  @Setting
  @Option(
      names = "--mask-prob",
      paramLabel = "P",
      description = "The share of tokens that are to be guessed (usually 0.15).")
  private Optional<Double> maskProb = Optional.empty();

  @Setting
  @Option(
      names = "--distinct-positions",
      description = "Draw no position of a sequence twice; ELECTRA as published may.")
  private boolean distinctPositions;

  /** What is usual, by key. */
  static Map<String, Object> usual(int batchSize) {
    return Map.of(
        "heldout_sequences",
        2000,
        "segments",
        Segments.PACKED,
        "max_length",
        128,
        "batch_size",
        batchSize,
        "shuffle_buffer",
        65_536,
        "mask_prob",
        0.15);
  }

  /** All that is read. */
  List<Path> files() {
    List<Path> all = new ArrayList<>(data);
    heldout.ifPresent(all::add);
    return all;
  }

  /** All that is read by what it is, as the description of a run names it. */
  ReadFiles inputs() {
    SequencedMap<String, List<Path>> files = new LinkedHashMap<>();
    files.put("the texts", data);
    files.put("the held-out texts", heldout.stream().toList());
    return new ReadFiles(files);
  }

  /**
   * Checks that what is measured on is not learnt from, whatever the paths are.
   *
   * @throws IOException if it is
   */
  void check() throws IOException {
    for (Path measured : heldout.stream().toList()) {
      for (Path learnt : data) {
        if (holds(learnt, measured)) {
          throw new IOException(
              measured
                  + ": --heldout is what is not learnt from, but --data "
                  + learnt
                  + " has it; give another file, or none");
        }
      }
    }
  }

  private static boolean holds(Path learnt, Path measured) throws IOException {
    return Files.exists(learnt)
        && Files.exists(measured)
        && (Files.isSameFile(learnt, measured)
            || measured.toRealPath().startsWith(learnt.toRealPath()));
  }

  int maxLength() {
    return maxLength.orElseThrow();
  }

  /**
   * How sequences are made.
   *
   * @throws IllegalArgumentException if they cannot be
   */
  Options options() {
    int measured = heldoutSequences.orElseThrow();
    if (measured < 1) {
      throw new IllegalArgumentException("heldout-sequences must be at least 1, not " + measured);
    }
    return new Options(
        segments.orElseThrow(),
        maxLength(),
        batchSize.orElseThrow(),
        shuffleBuffer.orElseThrow(),
        maskProb.orElseThrow(),
        distinctPositions);
  }

  /** The texts to learn from. */
  PretrainingData data(ElectraTokenizer tokenizer) throws IOException {
    return PretrainingData.open(data, tokenizer, options());
  }

  /** The texts to measure on, in their order, if there are any. */
  Optional<PretrainRun.Measured> measured(ElectraTokenizer tokenizer, PretrainingModel model)
      throws IOException {
    if (heldout.isEmpty()) {
      return Optional.empty();
    }
    PretrainingData texts =
        PretrainingData.open(List.of(heldout.get()), tokenizer, options().inOrder());
    Trainer.Measure measure = texts.measure(model, SEED, heldoutSequences.orElseThrow());
    return Optional.of(new PretrainRun.Measured(texts.digest(), measure));
  }
}
