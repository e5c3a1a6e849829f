package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which head a checkpoint has, and that no head is ever made up. */
class HeadsTest {
  @TempDir private Path directory;

  /** A checkpoint of one model type with one head. */
  record Case(String type, Head head) {
    MadeCheckpoint tiny() {
      MadeCheckpoint tiny = type.equals("bert") ? MadeCheckpoint.bert() : MadeCheckpoint.electra();
      return tiny.head(head, 3);
    }
  }

  static Stream<Case> cases() {
    return Stream.of("electra", "bert")
        .flatMap(type -> Stream.of(Head.values()).map(head -> new Case(type, head)))
        .filter(c -> c.head != Head.PRE_TRAINING || c.type.equals("electra"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyMissingTensorIsAnErrorThatNamesIt(Case c) throws IOException {
    for (String name : c.tiny().names()) {
      c.tiny().without(name).write(directory);
      WeightFormatException e =
          assertThrows(
              WeightFormatException.class, () -> c.head.load(directory, Kernels.best()), name);
      assertEquals(Kind.MISSING, e.kind());
      assertTrue(e.getMessage().contains(name), name + ": " + e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void unusedTensorsAreReportedOnce(Case c) throws IOException {
    c.tiny().write(directory);
    assertEquals(List.of(), messages(c.head), "all tensors are used");
    String positions = c.type + ".embeddings.position_ids";
    c.tiny().tensor("extra.weight", 3).tensor(positions, 4).write(directory);
    List<String> messages = messages(c.head);
    assertEquals(1, messages.size(), messages.toString());
    assertTrue(messages.getFirst().contains("extra.weight"), messages.getFirst());
    assertTrue(!messages.getFirst().contains("position_ids"), messages.getFirst());
  }

  /** A BERT's decoder bias under both of its names: neither is unused. */
  @Test
  void twoNamesOfOneBiasAreBothUsed() throws IOException {
    MadeCheckpoint tiny = MadeCheckpoint.bert().head(Head.MASKED_LM, 2);
    tiny.tensor("cls.predictions.decoder.bias", MadeCheckpoint.WORDS).write(directory);
    assertEquals(List.of(), messages(Head.MASKED_LM));
  }

  @ParameterizedTest
  @CsvSource({"bert, cls.predictions.decoder.weight", "electra, generator_lm_head.weight"})
  void anUntiedDecoderIsNotReplacedByTheWordEmbeddings(String type, String decoder)
      throws IOException {
    new Case(type, Head.MASKED_LM).tiny().with("tie_word_embeddings", false).write(directory);
    WeightFormatException e =
        assertThrows(
            WeightFormatException.class, () -> Head.MASKED_LM.load(directory, Kernels.best()));
    assertTrue(e.getMessage().contains(decoder), e.getMessage());
  }

  private List<String> messages(Head head) throws IOException {
    List<String> messages = new ArrayList<>();
    Logger logger = Logger.getLogger(Pretrained.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            messages.add(new SimpleFormatter().formatMessage(message));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      head.load(directory, Kernels.best()).close();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    return messages;
  }

  private Head automatic(MadeCheckpoint tiny) throws IOException {
    tiny.write(directory);
    return Head.automatic(ElectraConfig.read(directory), tiny.names());
  }

  @ParameterizedTest
  @CsvSource({
    "ElectraForPreTraining, PRE_TRAINING",
    "ElectraForMaskedLM, MASKED_LM",
    "ElectraForSequenceClassification, SEQUENCE",
    "ElectraForTokenClassification, TOKEN",
    "ElectraForQuestionAnswering, QA",
    "ElectraModel, NONE",
    "BertForMaskedLM, MASKED_LM",
    "BertForPreTraining, MASKED_LM",
    "BertForSequenceClassification, SEQUENCE",
    "BertForTokenClassification, TOKEN",
    "BertForQuestionAnswering, QA",
    "BertModel, NONE"
  })
  void theArchitectureNamesTheHead(String architecture, Head head) throws IOException {
    // Whatever other heads the tensors could serve.
    MadeCheckpoint tiny =
        architecture.startsWith("Bert") ? MadeCheckpoint.bert() : MadeCheckpoint.electra();
    tiny.head(Head.QA, 2).head(Head.TOKEN, 2).with("architectures", List.of(architecture));
    assertEquals(head, automatic(tiny));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void withoutAnArchitectureTheTensorsTell(Case c) throws IOException {
    assertEquals(c.head, automatic(c.tiny()));
    assertEquals(c.head, automatic(c.tiny().with("architectures", List.of("SomethingElse"))));
  }

  @Test
  void allHeadsOfAFileAreListed() {
    Supplier<MadeCheckpoint> bert = MadeCheckpoint::bert;
    assertEquals(List.of(Head.NONE), Head.servedBy(bert.get().names()));
    assertEquals(
        List.of(Head.SEQUENCE, Head.TOKEN, Head.NONE),
        Head.servedBy(bert.get().head(Head.SEQUENCE, 2).names()));
    assertEquals(
        List.of(Head.MASKED_LM, Head.QA, Head.NONE),
        Head.servedBy(bert.get().head(Head.MASKED_LM, 2).head(Head.QA, 2).names()));
    assertEquals(List.of(), Head.servedBy(List.of("classifier.weight", "classifier.bias")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Head.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void halfAHeadIsNotServed(Head head) {
    MadeCheckpoint whole = MadeCheckpoint.electra().head(head, 2);
    List<String> own = new ArrayList<>(whole.names());
    own.removeAll(MadeCheckpoint.electra().names());
    assertTrue(Head.servedBy(whole.names()).contains(head));
    for (String name : own) {
      List<String> names = new ArrayList<>(whole.names());
      names.remove(name);
      assertTrue(!Head.servedBy(names).contains(head), "without " + name);
    }
  }

  @Test
  void aFileThatIsNoDirectoryIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    for (Path path : List.of(file, directory.resolve("nowhere"))) {
      IOException e =
          assertThrows(
              IOException.class, () -> Head.QA.load(path, Kernels.best()), path.toString());
      assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
    }
  }
}
