package io.github.koelectra.bench.model;

import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.bench.peers.Peers;
import io.github.koelectra.tensor.kernel.Room;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens everybody who takes part in a contest of models; who cannot says why. */
final class Contenders {
  static final String OURS = "koelectra";
  static final String OURS_ALONE = "koelectra, 1 thread";
  static final String ONNX = "ONNX Runtime";
  static final String SPINNING = "ONNX Runtime spinning";
  static final String FUSED = "ONNX Runtime fused";
  static final String INT8 = "ONNX Runtime int8";
  static final String FUSED_INT8 = "ONNX Runtime int8 fused";

  private Contenders() {}

  private interface Opening {
    ModelContender open() throws IOException, MissingPeerException;
  }

  /** Our model first; on several threads also ours on one. */
  static List<ModelContender> open(Size size, int threads, Peers peers)
      throws IOException, MissingPeerException {
    size.weights();
    List<ModelContender> contenders = new ArrayList<>();
    contenders.add(OurModel.open(OURS, size.directory(), Room.fastest(), threads));
    if (threads > 1) {
      contenders.add(OurModel.open(OURS_ALONE, size.directory(), Room.fastest(), 1));
    }
    if (peers != Peers.NONE) {
      enter(contenders, () -> OnnxModel.open(ONNX, size.exported(Size.ONNX), threads));
      enter(contenders, () -> OnnxModel.open(FUSED, size.exported(Size.FUSED), threads));
    }
    if (peers == Peers.ALL) {
      enterOthers(contenders, size, threads);
    }
    return contenders;
  }

  private static void enterOthers(List<ModelContender> contenders, Size size, int threads)
      throws IOException {
    if (threads > 1) {
      enter(contenders, () -> OnnxModel.spinning(SPINNING, size.exported(Size.ONNX), threads));
    }
    enter(contenders, () -> OnnxModel.open(INT8, size.exported(Size.INT8), threads));
    enter(contenders, () -> OnnxModel.open(FUSED_INT8, size.exported(Size.FUSED_INT8), threads));
    enter(contenders, () -> TorchModel.open(size.exported(Size.TORCH), threads));
  }

  private static void enter(List<ModelContender> contenders, Opening opening) throws IOException {
    try {
      contenders.add(opening.open());
    } catch (MissingPeerException e) {
      System.out.println(e.getMessage());
    }
  }
}
