package io.github.koelectra.train.run;

import io.github.koelectra.train.Pass;
import io.github.koelectra.train.run.Trainer.End;
import io.github.koelectra.train.run.Trainer.Evaluated;
import io.github.koelectra.train.run.Trainer.Listener;
import io.github.koelectra.train.run.Trainer.Progress;
import io.github.koelectra.train.run.Trainer.Task;
import io.github.koelectra.train.run.Trainer.Validation;
import io.github.koelectra.train.run.TrainerState.Best;
import io.github.koelectra.train.run.TrainerState.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** A run on its way. For one thread. */
final class Run<B> {
  private final Task<B> task;
  private final TrainingSettings settings;
  private final Map<String, String> description;
  private final Optimizer optimizer;
  private final RunDirectory directory;
  private final Listener listener;
  private final Speed speed = new Speed();

  private Interval interval = new Interval();
  private Position position = Position.START;
  private Optional<Best> best = Optional.empty();
  private long evaluatedStep;
  private boolean saved;

  Run(
      Task<B> task,
      TrainingSettings settings,
      Map<String, String> description,
      Optimizer optimizer,
      RunDirectory directory,
      Listener listener) {
    this.task = task;
    this.settings = settings;
    this.description = description;
    this.optimizer = optimizer;
    this.directory = directory;
    this.listener = listener;
  }

  End train(BooleanSupplier stop) throws IOException {
    resume();
    if (isEvaluationStep()) {
      evaluateOnce(stop);
    }
    Optional<String> wrong = Optional.empty();
    boolean more = true;
    while (more && wrong.isEmpty() && !isLast() && !stop.getAsBoolean()) {
      List<B> batches = nextBatches();
      more = !batches.isEmpty();
      if (more) {
        wrong = step(batches);
      }
      if (more && wrong.isEmpty()) {
        wrong = saveAndEvaluate(stop);
      }
    }
    wrong = wrong.or(() -> saved ? Optional.empty() : notFinite());
    return wrong.isPresent()
        ? new End.Diverged(position.step(), wrong.get() + advice())
        : finish(stop);
  }

  /**
   * Where they are due, unless the run is asked to stop, which saves it in any case.
   *
   * @return what is not finite and so must not be saved
   */
  private Optional<String> saveAndEvaluate(BooleanSupplier stop) throws IOException {
    boolean isSaved = position.step() % settings.intervals().saveSteps() == 0;
    boolean isEvaluated = isEvaluationStep();
    Optional<String> wrong = isSaved || isEvaluated ? notFinite() : Optional.empty();
    if (wrong.isEmpty() && isSaved && !stop.getAsBoolean()) {
      save();
    }
    if (wrong.isEmpty() && isEvaluated) {
      evaluateOnce(stop);
    }
    return wrong;
  }

  /** A loss is that of the values before its step: it says nothing of those after. */
  private Optional<String> notFinite() {
    return optimizer
        .notFinite()
        .map(name -> "after step " + position.step() + ": " + name + " is no longer finite");
  }

  private void resume() throws IOException {
    Optional<Path> checkpoint = directory.lastCheckpoint();
    if (checkpoint.isEmpty()) {
      directory.log().continueAt(0);
      return;
    }
    Resumption resumption = Resumption.from(checkpoint.get(), optimizer, description);
    TrainerState state = resumption.state();
    interval = resumption.interval();
    task.learner().valuesChanged();
    position = state.position();
    best = state.best();
    evaluatedStep = state.evaluatedStep();
    saved = true;
    task.batches().skip(position.batches());
    directory.log().continueAt(state.logBytes());
    listener.resumed(position.step());
  }

  /** Those of one step; fewer at the end of the data. */
  private List<B> nextBatches() throws IOException {
    List<B> batches = new ArrayList<>();
    boolean more = true;
    while (more && batches.size() < settings.gradientAccumulationSteps()) {
      Optional<B> batch = task.batches().next();
      batch.ifPresent(batches::add);
      more = batch.isPresent();
    }
    return batches;
  }

  /** Takes a step, unless something is no number: what that is and where. */
  private Optional<String> step(List<B> batches) throws IOException {
    optimizer.zeroGradients();
    double losses = 0;
    long tokens = 0;
    for (int part = 0; part < batches.size(); part++) {
      double loss = accumulate(batches.get(part), part, 1f / batches.size());
      if (!Double.isFinite(loss)) {
        return Optional.of(where(part) + ": the loss is " + loss);
      }
      losses += loss;
      tokens += task.learner().tokens(batches.get(part));
    }
    double norm = optimizer.gradientNorm();
    if (!Double.isFinite(norm)) {
      return Optional.of(where(0) + ": the norm of the gradients is " + norm);
    }
    double rate = settings.schedule().rate(position.step());
    optimizer.step(position.step(), rate, norm);
    task.learner().valuesChanged();
    interval.addGradientNorm(norm);
    advance(batches.size(), tokens);
    report(losses / batches.size(), rate);
    return Optional.empty();
  }

  private double accumulate(B batch, int part, float scale) {
    Pass pass = new Pass(settings.seed(), position.step(), part);
    double loss = task.learner().accumulate(batch, scale, pass, interval);
    interval.addLoss(loss);
    return loss;
  }

  private String where(int part) {
    return "step " + (position.step() + 1) + ", batch " + (position.batches() + part + 1);
  }

  private String advice() throws IOException {
    String checkpoint =
        directory
            .lastCheckpoint()
            .map(last -> "the last good checkpoint is " + last)
            .orElse("there is no checkpoint yet");
    return "; " + checkpoint + "; try a lower rate, or a longer warm-up";
  }

  private void advance(int batches, long tokens) {
    position = position.after(batches, tokens);
    speed.add(tokens);
    saved = false;
  }

  private boolean isLast() {
    return position.step() == settings.schedule().totalSteps();
  }

  /** Whether the step before was one of those after which the model is evaluated. */
  private boolean isEvaluationStep() {
    long every = settings.intervals().evalSteps();
    return isLast() || (every > 0 ? position.step() % every == 0 : epochEnded());
  }

  private boolean epochEnded() {
    long size = task.batchesPerEpoch();
    long before = position.batches() - settings.gradientAccumulationSteps();
    return size > 0 && position.batches() / size > before / size;
  }

  private void report(double loss, double rate) throws IOException {
    listener.stepped(
        new Progress(
            position.step(),
            settings.schedule().totalSteps(),
            epoch(),
            loss,
            rate,
            speed.tokensPerSecond()));
    boolean first = position.step() == 1; // Of its own, for it shows where a model begins.
    if (first || isLast() || position.step() % settings.intervals().loggingSteps() == 0) {
      log(rate);
    }
  }

  private void log(double rate) throws IOException {
    SequencedMap<String, Object> line = line();
    line.put("loss", interval.means().loss().value());
    line.put("rate", rate);
    line.put("gradient_norm", interval.means().gradientNorm().value());
    line.put("tokens", position.tokens());
    line.put("tokens_per_second", Math.round(speed.tokensPerSecond()));
    interval.told().forEach(line::putIfAbsent);
    directory.log().write(line);
    interval = new Interval();
    speed.restart();
  }

  private SequencedMap<String, Object> line() {
    SequencedMap<String, Object> line = new LinkedHashMap<>();
    line.put("step", position.step());
    epoch().ifPresent(epoch -> line.put("epoch", epoch));
    return line;
  }

  private OptionalDouble epoch() {
    long size = task.batchesPerEpoch();
    return size > 0
        ? OptionalDouble.of((double) position.batches() / size)
        : OptionalDouble.empty();
  }

  /** Unless it is done, or the run is asked to stop before it is. */
  private void evaluateOnce(BooleanSupplier stop) throws IOException {
    if (evaluatedStep < position.step() && task.validation().isPresent()) {
      Validation validation = task.validation().get();
      Optional<SequencedMap<String, Double>> metrics = measure(validation, stop);
      if (metrics.isPresent()) {
        evaluated(validation, metrics.get());
      }
      speed.restart();
    }
  }

  /** The metrics, or nothing where the run is asked to stop meanwhile. */
  private static Optional<SequencedMap<String, Double>> measure(
      Validation validation, BooleanSupplier stop) throws IOException {
    Runnable between =
        () -> {
          if (stop.getAsBoolean()) {
            throw new CancellationException("the run is asked to stop");
          }
        };
    try {
      between.run();
      return Optional.of(validation.measure().measure(between));
    } catch (CancellationException e) {
      return Optional.empty();
    }
  }

  private void evaluated(Validation validation, SequencedMap<String, Double> metrics)
      throws IOException {
    double value = metrics.getOrDefault(validation.mainMetric(), Double.NaN);
    boolean better = best.map(before -> isBetter(value, before.value())).orElse(true);
    if (better) {
      validation.keep().keep();
      best = Optional.of(new Best(position.step(), value));
    }
    SequencedMap<String, Object> line = line();
    metrics.forEach((name, metric) -> line.put("eval_" + name, metric));
    line.put("best", better);
    directory.log().write(line);
    evaluatedStep = position.step();
    saved = false;
    listener.evaluated(new Evaluated(position.step(), epoch(), metrics, better));
  }

  private static boolean isBetter(double value, double before) {
    return value > before || (Double.isNaN(before) && !Double.isNaN(value));
  }

  private Path save() throws IOException {
    TrainerState state =
        new TrainerState(
            position, directory.log().bytes(), evaluatedStep, best, interval.means(), description);
    Path checkpoint =
        directory.save(
            position.step(),
            settings.intervals().saveTotalLimit(),
            folder -> {
              CheckpointFiles.write(folder, optimizer, state, interval);
              task.modelFiles().writeTo(folder);
            });
    saved = true;
    listener.saved(checkpoint);
    return checkpoint;
  }

  private End finish(BooleanSupplier stop) throws IOException {
    if (!interval.isEmpty() && !stop.getAsBoolean()) { // The data ended before the last step.
      log(settings.schedule().rate(position.step() - 1));
    }
    evaluateOnce(stop);
    if (stop.getAsBoolean()) {
      return new End.Stopped(position.step(), save());
    }
    if (!saved && position.step() > 0) {
      save();
    }
    return new End.Finished(position.step());
  }
}
