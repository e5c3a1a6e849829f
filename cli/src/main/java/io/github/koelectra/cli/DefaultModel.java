package io.github.koelectra.cli;

import io.github.koelectra.nano.Nano;
import io.github.koelectra.nano.NanoSentiment;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The models that are taken where no {@code --model} is given: they come with this program. */
final class DefaultModel {
  private DefaultModel() {}

  private static String of(ArgSpec option, String model) {
    boolean asked = option instanceof OptionSpec o && o.longestName().equals("--model");
    return asked ? model : null; // As picocli wants to hear that there is none.
  }

  /** For what a pretrained model does. */
  static final class Pretrained implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec option) {
      return of(option, Nano.NAME);
    }
  }

  /** For classification. */
  static final class Sentiment implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec option) {
      return of(option, NanoSentiment.NAME);
    }
  }
}
