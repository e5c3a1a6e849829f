package io.github.koelectra.cli;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.PretrainingBatch;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.pretrain.ModelShapes;
import io.github.koelectra.train.pretrain.ModelShapes.Size;
import io.github.koelectra.train.pretrain.PretrainingBatches;
import io.github.koelectra.train.pretrain.PretrainingData;
import io.github.koelectra.train.run.RunDirectory;
import io.github.koelectra.train.run.Trainer;
import io.github.koelectra.train.run.TrainingSettings;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Pretrains a discriminator and its generator. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "ELECTRA's published settings are the defaults: 15 %% of tokens guessed, AdamW",
      "without bias correction (epsilon 1e-6, decay 0.01), clip 1, linear decay to 0,",
      "dropout 0.1 (or what a config.json says), seed 42; rate 5e-4 (2e-4 for base),",
      "a warm-up of 10,000 steps, or a tenth of shorter runs.",
      "",
      "Both models are in DIR/discriminator and DIR/generator at the end, Hugging Face",
      "directories, with metrics.jsonl, settings.json and training.html beside them.",
      "A checkpoint holds both in one file: detect and fill-mask open it, PyTorch does",
      "not. Ctrl-C saves and stops; --resume continues.",
      "",
      "Examples:",
      "  koelectra vocab train --size 8000 --output vocab.txt texts.txt",
      "  koelectra pretrain --data texts.txt --vocab vocab.txt --size nano \\",
      "    --steps 20000 --heldout other.txt --output mine/",
      "  koelectra pretrain --data more.txt --discriminator mine/discriminator \\",
      "    --generator mine/generator --steps 5000 --rate 1e-4 --output more/"
    })
final class PretrainCommand implements Callable<Integer> {
  private static final Set<String> RESULTS =
      Set.of(
          PretrainFiles.DISCRIMINATOR,
          PretrainFiles.GENERATOR,
          PretrainFiles.VOCABULARY,
          PretrainFiles.TOKENIZER);

  private static final long WARM_UP = 10_000;
  private static final double DROPOUT = 0.1;

  @Spec private CommandSpec spec;

  @Mixin private PretrainDataFlags data;
  @Mixin private PretrainModelFlags models;
  @Mixin private RunFlags run;
  @Mixin private ThreadOptions threads;

  @Setting
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "The steps of the run (usually a million).")
  private Optional<Long> steps = Optional.empty();

  @Mixin private TrainingFlags training;
  @Mixin private HubModels hub;

  @Override
  public Integer call() throws IOException {
    threads.check();
    SettingOptions options = new SettingOptions(spec);
    if (training.file().isPresent()) {
      options.read(training.file().get());
    }
    models.check();
    data.check();
    fill(options);
    TrainingSettings settings = options.checked(() -> training.settings(steps.orElseThrow()));
    options.checked(data::options);
    PretrainPair pair = pair(options);
    DropoutRates rates = options.checked(() -> rates(pair));
    PretrainingModel.Settings how = options.checked(() -> how(pair, rates));
    List<Path> read = new ArrayList<>(data.files());
    read.addAll(models.files());
    read.addAll(pair.directories());
    training.file().ifPresent(read::add);
    run.check(read);
    Kernels kernels = threads.kernels();
    PretrainingData texts = data.data(pair.tokenizer());
    say(String.format(Locale.ROOT, "%,d texts to learn from", texts.texts()));
    PretrainingModel model = pair.open(kernels, how);
    Optional<PretrainRun.Measured> heldOut = data.measured(pair.tokenizer(), model);
    PretrainRun prepared = new PretrainRun(model, texts, heldOut, settings);
    RunDescription described = new RunDescription(options.values(), prepared.files(pair, rates));
    return train(data.inputs().sized(described), pair, rates, prepared, kernels);
  }

  private void fill(SettingOptions options) {
    boolean base = models.size() == Size.BASE;
    Map<String, Object> usual =
        TrainingFlags.usual(training.optimizer().orElse(OptimizerKind.ELECTRA));
    usual.putAll(PretrainDataFlags.usual(base ? 256 : 128));
    usual.putAll(PretrainModelFlags.usual());
    usual.put("steps", 1_000_000L);
    usual.put("rate", base ? 2e-4 : 5e-4);
    if (!models.configured()) {
      usual.put("dropout", DROPOUT);
    }
    usual.put("seed", 42L);
    usual.put("log_every", 100L);
    usual.put("save_every", 1000L);
    usual.put("evaluate_every", 1000L);
    options.fill(usual);
    if (!options.values().containsKey("warmup_share")) {
      options.fill(Map.of("warmup_steps", Math.min(WARM_UP, steps.orElseThrow() / 10)));
    }
  }

  private PretrainPair pair(SettingOptions options) throws IOException {
    Optional<List<ModelReference>> begun = models.begun();
    if (begun.isPresent()) {
      return PretrainPair.Begun.of(
          hub.directory(begun.get().getFirst()), hub.directory(begun.get().getLast()));
    }
    Path vocabulary = PretrainFiles.vocabulary(models.vocabulary().orElseThrow());
    ElectraTokenizer tokenizer = ElectraTokenizer.fromPretrained(vocabulary);
    ModelShapes shapes = models.shapes(tokenizer.vocabulary().size(), options);
    return new PretrainPair.New(shapes, tokenizer, vocabulary, training.seed());
  }

  /** What is asked for; else what the configurations say. */
  private DropoutRates rates(PretrainPair pair) throws IOException {
    Optional<Double> given = training.dropout();
    return given.isPresent() ? ConfiguredDropout.everywhere(given.get()) : models.dropout(pair);
  }

  /** How the pair is trained, which may be impossible. */
  private PretrainingModel.Settings how(PretrainPair pair, DropoutRates rates) {
    int most = pair.shapes().discriminator().maxPositionEmbeddings();
    if (data.maxLength() > most) {
      throw new IllegalArgumentException(
          "max-length must be at most the model's " + most + ", not " + data.maxLength());
    }
    String mask = pair.tokenizer().options().specialTokens().mask();
    return models.settings(pair.tokenizer().vocabulary().id(mask).orElseThrow(), rates);
  }

  private int train(
      RunDescription description,
      PretrainPair pair,
      DropoutRates rates,
      PretrainRun prepared,
      Kernels kernels)
      throws IOException {
    try (RunDirectory directory = run.open(RESULTS);
        PretrainingBatches batches = prepared.texts().batches(training.seed())) {
      Path output = directory.path();
      PretrainFiles files =
          new PretrainFiles(pair.tokenizerFiles(output), pair.shapes(), rates, batches);
      if (directory.lastCheckpoint().isPresent()) {
        data.inputs().check(directory.lastCheckpoint().get(), description);
        PretrainFiles.place(directory.lastCheckpoint().get()).ifPresent(batches::remember);
      } else { // Those of a run that is continued stay.
        directory.writeSettings(description.settings());
      }
      Trainer<PretrainingBatch> trainer =
          prepared.trainer(batches, files, description.map(), kernels);
      TrainingRun shown = new TrainingRun(spec.commandLine(), hub.terminal(), "pretraining");
      Optional<Integer> code = shown.train(trainer, directory);
      if (code.isEmpty()) {
        files.write(output, prepared.model());
        say(
            "the models are in "
                + output.resolve(PretrainFiles.DISCRIMINATOR)
                + " and "
                + output.resolve(PretrainFiles.GENERATOR));
      }
      return code.orElse(0);
    }
  }

  private void say(String sentence) {
    spec.commandLine().getErr().println("koelectra: " + sentence);
  }
}
