package io.github.koelectra.cli;

import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.finetune.FinetuneTask.Settings;
import io.github.koelectra.train.finetune.FinetuneTask.Split;
import io.github.koelectra.train.finetune.TrainingBatches;
import io.github.koelectra.train.model.FineTuning;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.run.ModelWriter;
import io.github.koelectra.train.run.RunDirectory;
import io.github.koelectra.train.run.Trainer;
import io.github.koelectra.train.run.TrainingSettings;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fine-tunes a model for a task. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "KoELECTRA's published settings are the defaults:",
      "  task                                max-length  batch-size  rate  epochs",
      "  nsmc                                       128          32  5e-5      10",
      "  naver-ner                                  128          32  5e-5      20",
      "  paws                                       128          32  3e-5      15",
      "  kornli                                     128          32  5e-5      15",
      "  korsts, question-pair, hate-speech         128          32  5e-5      10",
      "  korquad                                    512          32  5e-5       7",
      "and AdamW (epsilon 1e-8, no decay), clip 1, no warm-up, linear decay, seed 42.",
      "",
      "The model that is best on dev (on test, where there is no dev and no --dev-share)",
      "is in DIR, a Hugging Face directory, with metrics.jsonl, eval_results.json,",
      "settings.json and training.html. Ctrl-C saves and stops; --resume continues.",
      "",
      "Examples:",
      "  koelectra finetune --task nsmc --data nsmc/ --output sentiment/ \\",
      "    --model monologg/koelectra-small-v3-discriminator --epochs 3",
      "  koelectra finetune --task custom --train mine.tsv --dev dev.tsv \\",
      "    --model sentiment/ --output mine/ --rate 3e-5"
    })
final class FinetuneCommand implements Callable<Integer> {
  private static final Set<String> RESULTS =
      Set.of(
          ScoreTable.FILE,
          "config.json",
          "model.safetensors",
          "vocab.txt",
          "tokenizer_config.json",
          "tokenizer.json",
          "special_tokens_map.json",
          "added_tokens.json");

  @Spec private CommandSpec spec;

  @Mixin private TaskDataFlags data;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "The training file, instead of --data's.")
  private Optional<Path> train = Optional.empty();

  @Setting
  @Option(
      names = "--dev-share",
      paramLabel = "P",
      description =
          "Where the data have no dev file, hold this share of the training rows out as dev, drawn"
              + " by the seed (questions about one text together): the best epoch is chosen on it,"
              + " and test is only scored at the end.")
  private Optional<Double> devShare = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = ModelReference.LABEL,
      required = true,
      description = "What to begin with: a directory, or NAME[@REVISION] on the hub.")
  private ModelReference model;

  @Setting
  @Option(
      names = "--random-weights",
      description =
          "Begin at random weights, which follow from the seed: of the model only its shape and"
              + " its vocabulary are taken, to see what pretraining is worth.")
  private boolean randomWeights;

  @Mixin private RunFlags run;
  @Mixin private ThreadOptions threads;

  @Setting
  @Option(
      names = "--recompute",
      description = "Compute activations again instead of keeping them: less memory, more time.")
  private boolean recompute;

  @Option(names = "--json", description = "Print the scores as JSON.")
  private boolean json;

  @Setting
  @Option(names = "--epochs", paramLabel = "N", description = "How often the data are seen.")
  private Optional<Integer> epochs = Optional.empty();

  @Setting
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "The steps of the run, instead of --epochs.")
  private Optional<Long> steps = Optional.empty();

  @Mixin private LengthFlags lengths;
  @Mixin private TrainingFlags training;
  @Mixin private HubModels hub;

  @Override
  public Integer call() throws IOException {
    threads.check();
    SettingOptions options = new SettingOptions(spec);
    if (training.file().isPresent()) {
      options.read(training.file().get());
    }
    FinetuneTask task = data.task();
    options.fill(TaskDataFlags.usual(task));
    options.fill(usual(task.settings()));
    FinetuneModel source = FinetuneModel.of(hub.directory(model)).atRandom(randomWeights);
    FinetuneData.Files files = options.checked(() -> files(task));
    checkPlaces(source, files);
    FinetuneData read =
        FinetuneData.read(
            task,
            files,
            source,
            options.checked(() -> lengths.lengths(source.config())),
            this::note);
    FinetuneRun prepared = run(options, source, read);
    ReadFiles inputs = ReadFiles.of(source.directory(), files);
    RunDescription description = RunDescription.of(options.values(), inputs);
    try (RunDirectory directory = run.open(RESULTS)) {
      if (directory.lastCheckpoint().isPresent()) {
        inputs.check(directory.lastCheckpoint().get(), description);
      } else { // Those of a run that is continued stay.
        directory.writeSettings(description.settings());
        source.beginning(read.task(), prepared.learner(), model.word()).forEach(this::note);
      }
      ModelWriter writer = TaskHeads.writer(ModelWriter.like(source.directory()), read.task());
      return train(prepared, writer, directory, description);
    }
  }

  private int train(
      FinetuneRun prepared, ModelWriter writer, RunDirectory directory, RunDescription description)
      throws IOException {
    TrainingRun shown = new TrainingRun(spec.commandLine(), hub.terminal(), model.word());
    Trainer<LabelledBatch> trainer =
        prepared.trainer(writer, directory.path(), description.map(), threads.kernels());
    Optional<Integer> code = shown.train(trainer, directory);
    if (code.isEmpty()) {
      ScoreTable scores = prepared.finish(writer, directory.path(), threads.kernels());
      note("the model is in " + directory.path());
      scores.print(spec.commandLine().getOut(), json);
    }
    return code.orElse(0);
  }

  private FinetuneData.Files files(FinetuneTask task) throws IOException {
    return new FinetuneData.Files(
        train.isPresent() ? train.get() : data.file(task, Split.TRAIN),
        data.find(task, Split.DEV),
        data.find(task, Split.TEST),
        devShare.map(share -> new FinetuneData.Share(share, training.seed())));
  }

  private void note(String sentence) {
    spec.commandLine().getErr().println("koelectra: " + sentence);
  }

  private Map<String, Object> usual(Settings published) {
    Map<String, Object> usual =
        TrainingFlags.usual(training.optimizer().orElse(OptimizerKind.ADAMW));
    usual.putAll(LengthFlags.usual(published.lengths(), published.trainBatchSize()));
    usual.put("rate", published.learningRate());
    usual.put("seed", published.seed());
    if (steps.isEmpty()) {
      usual.put("epochs", published.numTrainEpochs());
    }
    return usual;
  }

  private void checkPlaces(FinetuneModel source, FinetuneData.Files files) throws IOException {
    List<Path> read = new ArrayList<>(List.of(source.directory(), files.train()));
    files.dev().ifPresent(read::add);
    files.test().ifPresent(read::add);
    training.file().ifPresent(read::add);
    run.check(read);
  }

  private FinetuneRun run(SettingOptions options, FinetuneModel source, FinetuneData read)
      throws IOException {
    int accumulation = options.checked(this::checkedAccumulation);
    TrainingBatches batches = options.checked(() -> batches(read));
    options.fill(FinetuneRun.usualIntervals(batches, accumulation));
    long total = steps.orElse(Math.ceilDiv(batches.size(), (long) accumulation));
    TrainingSettings settings = options.checked(() -> training.settings(total));
    FineTuning learner =
        options.checked(
            () ->
                source.open(
                    read.task(),
                    training.dropout(),
                    recompute,
                    training.seed(),
                    threads.kernels()));
    return new FinetuneRun(read, learner, batches, settings, lengths.batchSize());
  }

  private int checkedAccumulation() {
    if (training.accumulation() < 1) {
      throw new IllegalArgumentException(
          "accumulation must be from 1, not " + training.accumulation());
    }
    return training.accumulation();
  }

  /** As many epochs as are asked for, or as the steps need. */
  private TrainingBatches batches(FinetuneData read) {
    TrainingBatches once =
        new TrainingBatches(read.train(), lengths.batchSize(), 1, training.seed());
    if (steps.isPresent() && epochs.isPresent()) {
      throw new IllegalArgumentException("steps and epochs are one thing; give one");
    }
    long needed = steps.orElse(0L) * training.accumulation();
    int times = epochs.orElse((int) Math.ceilDiv(needed, once.batchesPerEpoch()));
    if (times < 1) {
      String name = steps.isPresent() ? "steps" : "epochs";
      throw new IllegalArgumentException(name + " must be from 1, not " + times);
    }
    return new TrainingBatches(read.train(), lengths.batchSize(), times, training.seed());
  }
}
