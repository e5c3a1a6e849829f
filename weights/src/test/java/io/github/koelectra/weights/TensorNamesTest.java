package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.weights.TensorNames.Clash;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorNamesTest {
  private static final String WORDS = "electra.embeddings.word_embeddings.weight";

  private static Set<String> names(Part part, String... stored) {
    return new TreeSet<>(TensorNames.of(List.of(stored), part).tensors().keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "electra/embeddings/word_embeddings, electra.embeddings.word_embeddings.weight, false",
    "electra/embeddings/LayerNorm/gamma, electra.embeddings.LayerNorm.weight, false",
    "electra/embeddings/LayerNorm/beta, electra.embeddings.LayerNorm.bias, false",
    "electra/embeddings_project/kernel, electra.embeddings_project.weight, true",
    "electra/encoder/layer_11/attention/self/key/kernel,"
        + " electra.encoder.layer.11.attention.self.key.weight, true",
    "electra/encoder/layer_0/attention/self/key/bias,"
        + " electra.encoder.layer.0.attention.self.key.bias, false",
    "discriminator_predictions/dense/kernel, discriminator_predictions.dense.weight, true",
    "discriminator_predictions/dense_1/kernel,"
        + " discriminator_predictions.dense_prediction.weight, true",
    "discriminator_predictions/dense_1/bias,"
        + " discriminator_predictions.dense_prediction.bias, false",
    "generator_predictions/output_bias, generator_lm_head.bias, false",
    "generator_predictions/LayerNorm/gamma, generator_predictions.LayerNorm.weight, false",
    "bert/pooler/dense/kernel, bert.pooler.dense.weight, true",
    "cls/predictions/output_bias, cls.predictions.bias, false",
    "cls/seq_relationship/output_weights, cls.seq_relationship.weight, false",
    "tf_electra_for_pre_training/electra/encoder/layer_._1/output/dense/kernel:0,"
        + " electra.encoder.layer.1.output.dense.weight, true",
    "tf_electra_for_pre_training/electra/embeddings/position_embeddings/embeddings:0,"
        + " electra.embeddings.position_embeddings.weight, false",
    "tf_electra_for_pre_training/electra/embeddings/word_embeddings/weight:0,"
        + " electra.embeddings.word_embeddings.weight, false",
    "tf_electra_for_masked_lm/generator_lm_head/bias:0, generator_lm_head.bias, false",
    "tf_bert_for_masked_lm/mlm___cls/predictions/bias:0, cls.predictions.bias, false",
    "electra.encoder.layer.0.output.LayerNorm.gamma, electra.encoder.layer.0.output.LayerNorm.weight,"
        + " false",
    "electra.encoder.layer.0.output.LayerNorm.beta, electra.encoder.layer.0.output.LayerNorm.bias,"
        + " false",
    "gamma, gamma, false",
    "a/b, a/b, false",
    "electra.encoder.layer_0, electra.encoder.layer_0, false"
  })
  void spellings(String stored, String name, boolean transposed) {
    assertEquals(new StoredName(stored, name, transposed), StoredName.of(stored));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WORDS,
        "module." + WORDS,
        "module.module." + WORDS,
        "model." + WORDS,
        "module.discriminator." + WORDS,
        "discriminator." + WORDS,
        "discriminator.embeddings.word_embeddings.weight",
        "generator." + WORDS,
        "electra." + WORDS
      })
  void prefixesAroundAModel(String stored) {
    assertEquals(Set.of(WORDS), names(Part.DISCRIMINATOR, stored));
    assertEquals(Set.of(WORDS), names(Part.GENERATOR, stored));
  }

  @Test
  void headsStandAlone() {
    for (String head :
        List.of("discriminator_predictions.dense.bias", "classifier.bias", "qa_outputs.bias")) {
      assertEquals(Set.of(head), names(Part.DISCRIMINATOR, "electra." + head));
      assertEquals(Set.of(head), names(Part.DISCRIMINATOR, "module.discriminator." + head));
    }
    String bert = "cls.predictions.bias";
    assertEquals(Set.of(bert), names(Part.DISCRIMINATOR, "bert." + bert));
    assertEquals(Set.of("bert.x"), names(Part.DISCRIMINATOR, "bert.bert.x"));
  }

  @Test
  void whatNobodyKnowsStays() {
    Set<String> bare =
        Set.of("embeddings.word_embeddings.weight", "encoder.layer.0.x", "", "électra");
    assertEquals(bare, names(Part.GENERATOR, bare.toArray(String[]::new)));
  }

  @Test
  void buffersAreLeftOut() {
    assertEquals(
        Set.of(WORDS), names(Part.DISCRIMINATOR, WORDS, "electra.embeddings.position_ids"));
  }

  /** As Google's code writes it: the embeddings are the discriminator's. */
  @Test
  void aPairThatSharesEmbeddings() {
    String[] stored = {
      "electra/embeddings/word_embeddings",
      "electra/embeddings/LayerNorm/beta",
      "electra/embeddings_project/kernel",
      "electra/encoder/layer_0/output/dense/bias",
      "discriminator_predictions/dense/bias",
      "generator/embeddings_project/kernel",
      "generator/encoder/layer_0/output/dense/bias",
      "generator_predictions/dense/bias",
      "generator_predictions/output_bias"
    };
    String embeddings = "electra.embeddings.LayerNorm.bias";
    String project = "electra.embeddings_project.weight";
    String layer = "electra.encoder.layer.0.output.dense.bias";
    assertEquals(
        Set.of(WORDS, embeddings, project, layer, "discriminator_predictions.dense.bias"),
        names(Part.DISCRIMINATOR, stored));
    assertEquals(
        Set.of(
            WORDS,
            embeddings,
            project,
            layer,
            "generator_predictions.dense.bias",
            "generator_lm_head.bias"),
        names(Part.GENERATOR, stored));
    var generator = TensorNames.of(List.of(stored), Part.GENERATOR).tensors();
    assertEquals("generator/encoder/layer_0/output/dense/bias", generator.get(layer).stored());
    assertEquals("generator/embeddings_project/kernel", generator.get(project).stored());
    assertTrue(generator.get(project).transposed());
    assertEquals(stored[0], generator.get(WORDS).stored());
  }

  @Test
  void aPairWithEmbeddingsOfItsOwn() {
    List<String> stored =
        List.of(
            "electra/embeddings/word_embeddings",
            "generator/embeddings/word_embeddings",
            "generator/encoder/layer_0/output/dense/bias");
    var generator = TensorNames.of(stored, Part.GENERATOR).tensors();
    assertEquals("generator/embeddings/word_embeddings", generator.get(WORDS).stored());
    var discriminator = TensorNames.of(stored, Part.DISCRIMINATOR).tensors();
    assertEquals("electra/embeddings/word_embeddings", discriminator.get(WORDS).stored());
  }

  /** As PyTorch saves a trainer with two models. */
  @Test
  void aPairOfWholeModels() {
    List<String> stored =
        List.of(
            "discriminator." + WORDS,
            "discriminator.discriminator_predictions.dense.bias",
            "generator.electra.encoder.layer.0.output.dense.bias",
            "generator.generator_lm_head.bias");
    assertEquals(
        Set.of(WORDS, "discriminator_predictions.dense.bias"),
        names(Part.DISCRIMINATOR, stored.toArray(String[]::new)));
    var generator = TensorNames.of(stored, Part.GENERATOR).tensors();
    assertEquals(
        Set.of(WORDS, "electra.encoder.layer.0.output.dense.bias", "generator_lm_head.bias"),
        generator.keySet());
    assertEquals("discriminator." + WORDS, generator.get(WORDS).stored());
  }

  @Test
  void theSameNameTwiceIsTold() {
    List<String> stored = List.of("x.LayerNorm.weight", "x.LayerNorm.gamma");
    assertEquals(
        Optional.of(new Clash("x.LayerNorm.weight", "x.LayerNorm.weight", "x.LayerNorm.gamma")),
        TensorNames.of(stored, Part.DISCRIMINATOR).clash());
  }

  @Test
  void endlessPrefixesTakeNoTime() {
    String long1 = "module.".repeat(200_000) + "x";
    String long2 = "electra.".repeat(200_000) + "x";
    String long3 = "a_._/".repeat(200_000) + "kernel";
    for (String name : List.of(long1, long2, long3)) {
      assertEquals(
          1, TensorNames.of(Collections.nCopies(1, name), Part.GENERATOR).tensors().size());
    }
  }
}
