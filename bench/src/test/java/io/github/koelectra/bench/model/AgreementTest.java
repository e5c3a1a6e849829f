package io.github.koelectra.bench.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.testkit.FormatFiles;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void theLargestDifferenceCounts() {
    float[] ours = {1, 2, 3};
    assertEquals(0.5, Agreement.difference(ours, new float[] {1, 2.5f, 2.75f}));
    assertEquals(
        Double.POSITIVE_INFINITY, Agreement.difference(ours, new float[] {1, Float.NaN, 3}));
    assertThrows(IllegalStateException.class, () -> Agreement.difference(ours, new float[] {1, 2}));
  }

  @Test
  void onlyOtherWeightsMayDiffer() {
    float[] ours = {1};
    float[] theirs = {1.01f};
    assertTrue(Agreement.check("int8", false, ours, theirs) > 0);
    assertThrows(IllegalStateException.class, () -> Agreement.check("fp32", true, ours, theirs));
  }

  @Test
  void oursIsTheSamePackedAndOneByOne() throws IOException {
    Texts texts = new Texts(new int[][] {{2, 9, 30, 3}, {2, 3}, {2, 299, 3}});
    try (OurModel model =
        OurModel.open("ours", FormatFiles.path("safetensors-f32"), Room.fastest(), 1)) {
      ModelContender.Call call = model.prepare(texts);
      float[] together = call.packed(call.run());
      float[] apart = new float[together.length];
      int at = 0;
      for (Texts text : texts.apart().toList()) {
        float[] logits = model.prepare(text).run();
        System.arraycopy(logits, 0, apart, at, logits.length);
        at += logits.length;
      }
      assertArrayEquals(together, apart);
    }
  }

  @Test
  void aMissingModelSaysWhatWritesIt() {
    MissingPeerException weights =
        assertThrows(MissingPeerException.class, () -> Size.SMALL.exported("no-such-file"));
    assertTrue(weights.getMessage().contains("bench/export/export.py"), weights.getMessage());
  }
}
