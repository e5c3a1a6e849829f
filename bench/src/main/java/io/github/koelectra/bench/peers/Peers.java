package io.github.koelectra.bench.peers;

/** Who is compared with ours. */
public enum Peers {
  /** Everybody. */
  ALL,
  /** ONNX Runtime with float32 weights, as exported and fused. */
  ONNX,
  /** Nobody. */
  NONE
}
