package io.github.koelectra.cli;

import io.github.koelectra.core.LongInput;
import io.github.koelectra.core.ScoreFunction;
import io.github.koelectra.core.SentenceEmbedding.Pooling;
import io.github.koelectra.core.TextNormalization;
import io.github.koelectra.core.TokenClassification.Tagging;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.finetune.FinetuneTask.Split;
import io.github.koelectra.train.pretrain.ModelShapes.Size;
import io.github.koelectra.train.pretrain.PretrainingData.Segments;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import io.github.koelectra.train.run.TrainingSettings.Shape;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The {@code koelectra} command. It is described in code and not by annotations, which are slow to
 * read: its own help, and what is wrong with a name, is answered at once.
 */
public final class KoElectraCommand implements Runnable {
  private static final String[] FOOTER = {
    "",
    "Examples:",
    "  koelectra classify --model MODEL \"이 영화 정말 재미있어요\"",
    "  koelectra ner --model MODEL \"홍길동은 어제 제주도에 갔다\"",
    "  koelectra redact --model MODEL --types PER --input in.csv --output out.csv",
    "  koelectra detect --model MODEL \"나는 방금 전에 밥을 먹었다.\"",
    "  koelectra qa --model MODEL --question \"어디에서 만났나?\" \"두 사람은 대전에서 만났다.\"",
    "  koelectra tokenize --model MODEL --json \"한국어 ELECTRA를 공유합니다.\"",
    "  koelectra logits --model MODEL --input in.safetensors --output out.safetensors",
    "  koelectra info DIR",
    "  koelectra download monologg/koelectra-small-v3-discriminator",
    "",
    "A MODEL is a directory, or a name on the hub such as",
    "monologg/koelectra-base-v3-discriminator, with @REVISION if need be.",
    "",
    "Exit codes: 0 done, 1 bad input, 2 bad usage; 130 or 143 training that was stopped."
  };

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private KoElectraCommand() {}

  /** Complains, for no command below this one was named. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(new FileOutputStream(FileDescriptor.out), err, args));
  }

  static int run(OutputStream standardOutput, PrintWriter err, String... args) {
    StandardOutput out = new StandardOutput(standardOutput);
    int code =
        execute(System.getenv(), new PrintWriter(out, false, StandardCharsets.UTF_8), err, args);
    out.complaint().ifPresent(complaint -> err.println("koelectra: " + complaint));
    return code;
  }

  static int execute(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = commands(environment, args);
    commandLine.setOut(out).setErr(err);
    commandLine.setExpandAtFiles(false); // A text may begin with @ and mean it.
    commandLine.registerConverter(Double.class, Conversions::number);
    commandLine.registerConverter(double.class, Conversions::number);
    commandLine.registerConverter(Integer.class, Conversions::integer);
    commandLine.registerConverter(int.class, Conversions::integer);
    commandLine.registerConverter(Long.class, Conversions::whole);
    commandLine.registerConverter(long.class, Conversions::whole);
    commandLine.registerConverter(Path.class, Conversions::path);
    commandLine.registerConverter(ModelReference.class, Conversions::model);
    commandLine.registerConverter(LongInput.class, Conversions::longInput);
    commandLine.registerConverter(ScoreFunction.class, Conversions::scoreFunction);
    commandLine.registerConverter(Offsets.Unit.class, Conversions::offsets);
    commandLine.registerConverter(TopK.class, Conversions::topK);
    commandLine.registerConverter(Pooling.class, Conversions::pooling);
    commandLine.registerConverter(TextNormalization.class, Conversions::normalization);
    commandLine.registerConverter(EntityKind.class, Conversions::entityKind);
    commandLine.registerConverter(Tagging.class, Conversions::tagging);
    commandLine.registerConverter(RedactCommand.Style.class, Conversions::redactionStyle);
    commandLine.registerConverter(Segments.class, Conversions::segments);
    commandLine.registerConverter(Size.class, Conversions::size);
    commandLine.registerConverter(Room.class, Conversions::room);
    commandLine.registerConverter(Split.class, Conversions::split);
    commandLine.registerConverter(FinetuneTask.Head.class, Conversions::taskHead);
    commandLine.registerConverter(OptimizerKind.class, Conversions::optimizer);
    commandLine.registerConverter(Shape.class, Conversions::schedule);
    commandLine.registerConverter(WeightType.class, Conversions::weightType);
    commandLine.setExecutionExceptionHandler((exception, _, _) -> failed(exception, out, err));
    commandLine.setParameterExceptionHandler(
        (exception, _) -> {
          err.println(UsageErrors.sentence(exception));
          return 2;
        });
    int code;
    try {
      code = commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      err.println(
          "koelectra: not enough memory; give the JVM more with JAVA_OPTS=-Xmx…, such as -Xmx12g,"
              + " or train with --recompute or a smaller --batch-size");
      code = 1;
    }
    return out.checkError() ? 1 : code;
  }

  /** The command with the options of that command below it that is named, if one is. */
  static CommandLine commands(Map<String, String> environment, String... args) {
    CommandLine.IFactory factory = new Parts(environment);
    CommandSpec spec = new KoElectraCommand().spec;
    spec.name("koelectra").versionProvider(new Version());
    spec.usageMessage().description("KoELECTRA, Korean ELECTRA models in pure Java.");
    spec.usageMessage().footer(FOOTER);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help message and exit.")
            .build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print version information and exit.")
            .build());
    CommandLine commandLine = new CommandLine(spec, factory);
    String named = firstWord(args);
    boolean others = args.length == 0 || !args[0].equals(named) || !Subcommand.exists(named);
    for (Subcommand subcommand : Subcommand.ALL) {
      if (subcommand.name().equals(named)) {
        subcommand.addTo(commandLine, factory);
      } else if (others) {
        subcommand.nameTo(spec);
      }
    }
    return commandLine;
  }

  private static String firstWord(String... args) {
    for (String arg : args) {
      if (!arg.startsWith("-")) {
        return arg;
      }
    }
    return "";
  }

  private static int failed(Exception failure, PrintWriter out, PrintWriter err) {
    out.flush(); // What was found before stands above the complaint.
    if (!(failure instanceof TextInput.NobodyReads)) {
      err.println("koelectra: " + Failures.sentence(failure));
    }
    return 1;
  }

  /** Makes the parts of commands that need to know the environment. */
  private record Parts(Map<String, String> environment) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == HubModels.class
          ? type.cast(new HubModels(environment))
          : CommandLine.defaultFactory().create(type);
    }
  }
}
