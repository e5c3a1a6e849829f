package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePatternsTest {
  @ParameterizedTest
  @CsvSource({
    "*, a/b.c, true",
    "*.bin, x.bin, true",
    "*.bin, x/y.bin, true",
    "*.bin, x.bins, false",
    "model?.bin, model1.bin, true",
    "model?.bin, model.bin, false",
    "model[12].bin, model2.bin, true",
    "model[!12].bin, model2.bin, false",
    "model[!12].bin, model3.bin, true",
    "model[0-9].bin, model7.bin, true",
    "onnx/, onnx/model.onnx, true",
    "onnx/, onnx2/model.onnx, false",
    "a[b, a[b, true",
    "a]b, a]b, true",
    "a.b, axb, false",
    "a+(b), a+(b), true",
    "Model.bin, model.bin, false"
  })
  void patterns(String pattern, String file, boolean matches) {
    assertEquals(matches, new FilePatterns(List.of(pattern), List.of()).matches(file));
    assertEquals(!matches, new FilePatterns(List.of(), List.of(pattern)).matches(file));
  }

  @Test
  void bothSides() {
    assertTrue(FilePatterns.ALL.matches("anything"));
    FilePatterns patterns = new FilePatterns(List.of("*.json", "*.txt"), List.of("README*"));
    assertTrue(patterns.matches("vocab.txt"));
    assertFalse(patterns.matches("README.txt"));
    assertFalse(patterns.matches("model.bin"));
  }
}
