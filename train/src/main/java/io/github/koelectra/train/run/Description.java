package io.github.koelectra.train.run;

import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.Schedule;
import java.util.Map;
import java.util.TreeMap;

/** Settings by name, as far as the bits of a run follow from them. */
final class Description {
  private Description() {}

  static Map<String, String> of(TrainingSettings settings) {
    Map<String, String> described = new TreeMap<>();
    described.put("seed", text(settings.seed()));
    described.put("accumulation", text(settings.gradientAccumulationSteps()));
    describe(settings.optimization(), described);
    describe(settings.schedule(), described);
    described.put("log-every", text(settings.intervals().loggingSteps()));
    described.put("evaluate-every", text(settings.intervals().evalSteps()));
    return described;
  }

  private static void describe(Optimization optimization, Map<String, String> described) {
    described.put("optimizer", text(optimization.kind()));
    described.put("beta1", text(optimization.beta1()));
    described.put("beta2", text(optimization.beta2()));
    described.put("epsilon", text(optimization.epsilon()));
    described.put("weight-decay", text(optimization.weightDecay()));
    described.put("no-decay", text(optimization.noDecay()));
    described.put("clip", text(optimization.maxGradNorm()));
    described.put("layer-decay", text(optimization.layerDecay()));
  }

  private static void describe(Schedule schedule, Map<String, String> described) {
    described.put("schedule", text(schedule.shape()));
    described.put("rate", text(schedule.learningRate()));
    described.put("warmup-steps", text(schedule.warmupSteps()));
    described.put("steps", text(schedule.totalSteps()));
    described.put("power", text(schedule.power()));
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }
}
