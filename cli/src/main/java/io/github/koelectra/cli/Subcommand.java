package io.github.koelectra.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command below {@code koelectra}. Its name and what it is for stand here and not at its class,
 * so that help that lists all commands, and a name that is none of them, read the options of none.
 *
 * @param name what it is called by
 * @param purpose its line in the list of commands, and the head of its own help
 * @param type the class of its options
 */
record Subcommand(String name, String purpose, Class<?> type) {
  /** All of them, as help lists them. */
  static final List<Subcommand> ALL =
      List.of(
          new Subcommand("tokenize", "Shows the tokens of texts.", TokenizeCommand.class),
          new Subcommand(
              "classify",
              "Labels texts, or pairs of texts: sentiment, hate speech, paraphrase, inference.",
              ClassifyCommand.class),
          new Subcommand(
              "ner",
              "Finds entities in texts: names, places, dates, whatever the model was tuned for.",
              NerCommand.class),
          new Subcommand(
              "redact",
              "Replaces the entities in texts: by marks, masks or pseudonyms.",
              RedactCommand.class),
          new Subcommand(
              "detect",
              "Marks the words of texts that do not seem to belong there.",
              DetectCommand.class),
          new Subcommand(
              "qa", "Finds the answer to a question in documents of any length.", QaCommand.class),
          new Subcommand(
              "fill-mask",
              "Guesses the words behind the [MASK]s of texts, with a generator.",
              FillMaskCommand.class),
          new Subcommand(
              "embed",
              "Makes a vector of each text, for search and clustering.",
              EmbedCommand.class),
          new Subcommand(
              "similarity", "Says how alike the texts of pairs are.", SimilarityCommand.class),
          new Subcommand(
              "zero-shot",
              "Labels texts with any labels, by a model that tells what follows from a text.",
              ZeroShotCommand.class),
          new Subcommand(
              "attention",
              "Shows what the tokens of a text attend to, head by head.",
              AttentionCommand.class),
          new Subcommand(
              "logits",
              "Runs a model on token ids and writes its outputs in PyTorch's shapes.",
              LogitsCommand.class),
          new Subcommand("finetune", "Fine-tunes a model for a task.", FinetuneCommand.class),
          new Subcommand(
              "evaluate",
              "Scores a fine-tuned model on the data of its task.",
              EvaluateCommand.class),
          new Subcommand(
              "info",
              "Checks a model directory or one of its files and tells what it is.",
              InfoCommand.class),
          new Subcommand(
              "convert",
              "Writes a model of any format as a clean Hugging Face directory.",
              ConvertCommand.class),
          new Subcommand(
              "download",
              "Downloads a model from the hub and prints the directory it is in.",
              DownloadCommand.class),
          new Subcommand(
              "models",
              "Lists the models of this program and of the hub, and which are in the cache.",
              ModelsCommand.class),
          new Subcommand(
              "cache", "Shows what models the cache holds, and removes them.", CacheCommand.class),
          new Subcommand(
              "pretrain",
              "Pretrains a discriminator and its generator, as ELECTRA was published.",
              PretrainCommand.class),
          new Subcommand("vocab", "Makes a vocabulary of your own.", VocabCommand.class),
          new Subcommand(
              "bench",
              "Measures how fast a model is on this machine, and what memory it takes.",
              BenchCommand.class));

  /** Whether one of them is called so. */
  static boolean exists(String name) {
    for (Subcommand subcommand : ALL) {
      if (subcommand.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Adds the command to {@code parent} with all its options. */
  void addTo(CommandLine parent, CommandLine.IFactory factory) {
    CommandLine command = new CommandLine(type, factory);
    command.getCommandSpec().usageMessage().description(purpose);
    parent.addSubcommand(name, command);
  }

  /** Adds no more to {@code parent} than what a list of its commands shows. */
  void nameTo(CommandSpec parent) {
    CommandSpec named = CommandSpec.create();
    named.usageMessage().description(purpose);
    parent.addSubcommand(name, named);
  }
}
