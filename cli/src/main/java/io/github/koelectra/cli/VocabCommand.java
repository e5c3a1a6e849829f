package io.github.koelectra.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes vocabularies. */
@Command(
    mixinStandardHelpOptions = true,
    subcommands = VocabTrainCommand.class,
    footer = {"", "Example:", "  koelectra vocab train --size 8000 --output vocab.txt texts.txt"})
final class VocabCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed: train");
  }
}
