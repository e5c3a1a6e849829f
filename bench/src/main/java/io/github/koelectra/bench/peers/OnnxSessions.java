package io.github.koelectra.bench.peers;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/** How ONNX Runtime is asked to work. */
public final class OnnxSessions {
  private OnnxSessions() {}

  /** The same without spinning. */
  public static SessionOptions options(int threads) throws OrtException {
    return options(threads, false);
  }

  /**
   * All optimisations on {@code threads} threads. The number is always given, for without it the
   * threads are pinned to processors.
   *
   * @param spinning whether threads wait for work by spinning, which is the default of ONNX Runtime
   *     and takes the processors from whoever has the next turn
   */
  public static SessionOptions options(int threads, boolean spinning) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    options.addConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    return options;
  }
}
