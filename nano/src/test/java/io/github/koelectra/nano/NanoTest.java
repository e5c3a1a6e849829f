package io.github.koelectra.nano;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.FillMask;
import io.github.koelectra.core.FillMask.Filled;
import io.github.koelectra.core.KoElectra;
import io.github.koelectra.core.ReplacedTokenDetection;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import io.github.koelectra.core.TextClassification;
import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.weights.hub.BundledModel;
import io.github.koelectra.weights.hub.BundledModels;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The models of this jar open by their names, without a network, and answer. */
class NanoTest {
  private static final long MOST_BYTES = 8_000_000;

  @Test
  void bothAreFoundByTheirNames() {
    List<String> names = BundledModels.all().stream().map(BundledModel::name).toList();
    assertEquals(List.of("koelectra-nano", "koelectra-nano-sentiment"), names);
  }

  /** Before compression, so the jar is smaller still. */
  @Test
  void theyAreSmall() throws IOException {
    long bytes = 0;
    for (BundledModel model : List.of(new Nano(), new NanoSentiment())) {
      for (String file : model.files()) {
        boolean shared = model instanceof NanoSentiment && file.equals(Resources.VOCABULARY);
        try (InputStream content = model.open(file)) {
          bytes += shared ? 0 : content.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
    assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
    assertTrue(bytes > MOST_BYTES / 4, bytes + " bytes are no models");
  }

  @Test
  void theDiscriminatorTellsAScoreOfEveryToken() throws IOException {
    try (ReplacedTokenDetection detection = ReplacedTokenDetection.fromPretrained(Nano.NAME)) {
      Detection found = detection.detect("나는 어제 영화를 마셨다");
      assertFalse(found.tokens().isEmpty());
      assertEquals("나는 어제 영화를 마셨다", found.text());
    }
  }

  /** One directory is both: the generator has its own configuration there. */
  @Test
  void theGeneratorGuessesAndSuggests() throws IOException {
    try (FillMask fillMask = FillMask.fromPretrained(Nano.NAME)) {
      Filled filled = fillMask.fill("정말 [MASK] 영화예요.");
      assertEquals(1, filled.masks().size());
      assertEquals(5, filled.masks().getFirst().size());
    }
    try (ReplacedTokenDetection both =
        ReplacedTokenDetection.fromPretrained(Nano.NAME, Nano.NAME)) {
      assertFalse(both.detect("나는 어제 영화를 마셨다").words().isEmpty());
    }
  }

  @Test
  void theClassifierHasTwoLabels() throws IOException {
    TextClassification.Options options = TextClassification.Options.DEFAULT.withTopK(9);
    try (TextClassification sentiment =
        TextClassification.fromPretrained(NanoSentiment.NAME, options)) {
      Classification found = sentiment.classify("이 영화 정말 재미있어요");
      Set<String> labels = new TreeSet<>();
      found.labels().forEach(label -> labels.add(label.label()));
      assertEquals(Set.of("negative", "positive"), labels);
    }
  }

  @Test
  void bothHaveOneVocabularyAndShape() throws IOException {
    try (KoElectra<TaskModel> pretrained = KoElectra.fromPretrained(Nano.NAME);
        KoElectra<TaskModel> tuned = KoElectra.fromPretrained(NanoSentiment.NAME)) {
      ElectraConfig first = pretrained.model().config();
      ElectraConfig second = tuned.model().config();
      assertEquals(first.hiddenSize(), second.hiddenSize());
      assertEquals(first.vocabSize(), second.vocabSize());
      assertEquals(128, first.maxPositionEmbeddings());
      String text = "배우들 연기가 아쉬웠다 ㅠㅠ";
      assertEquals(pretrained.encode(text).tokens(), tuned.encode(text).tokens());
    }
  }

  @Test
  void aFileThatIsNotThere() {
    FileNotFoundException e =
        assertThrows(FileNotFoundException.class, () -> new Nano().open("tokenizer.json"));
    assertEquals("the jar of koelectra-nano has no koelectra-nano/tokenizer.json", e.getMessage());
  }
}
