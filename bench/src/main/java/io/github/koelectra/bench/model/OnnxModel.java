package io.github.koelectra.bench.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.koelectra.bench.peers.OnnxSessions;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** ONNX Runtime, which takes texts padded to one length. */
final class OnnxModel implements ModelContender {
  /** Longer than idle threads spin. */
  private static final Duration SPIN = Duration.ofMillis(200);

  private final String name;
  private final boolean spinning;
  private final OrtSession session;

  private OnnxModel(String name, boolean spinning, OrtSession session) {
    this.name = name;
    this.spinning = spinning;
    this.session = session;
  }

  static OnnxModel open(String name, Path file, int threads) {
    return open(name, file, threads, false);
  }

  /** One whose threads wait for work by spinning, as is the default. */
  static OnnxModel spinning(String name, Path file, int threads) {
    return open(name, file, threads, true);
  }

  private static OnnxModel open(String name, Path file, int threads, boolean spinning) {
    try {
      return new OnnxModel(
          name,
          spinning,
          OrtEnvironment.getEnvironment()
              .createSession(file.toString(), OnnxSessions.options(threads, spinning)));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration rest() {
    return spinning ? SPIN : ModelContender.super.rest();
  }

  @Override
  public Call prepare(Texts texts) {
    try {
      long[] mask = texts.mask();
      Map<String, OnnxTensor> inputs =
          Map.of(
              "input_ids", tensor(texts, texts.padded()),
              "attention_mask", tensor(texts, mask),
              "token_type_ids", tensor(texts, new long[mask.length]));
      return new OnnxCall(session, texts, inputs);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OnnxTensor tensor(Texts texts, long[] values) throws OrtException {
    long[] shape = {texts.size(), texts.longest()};
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), shape);
  }

  private record OnnxCall(OrtSession session, Texts texts, Map<String, OnnxTensor> inputs)
      implements Call {
    @Override
    public float[] run() {
      try (OrtSession.Result result = session.run(inputs)) {
        return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public float[] packed(float[] logits) {
      return texts.unpadded(logits);
    }

    @Override
    public void close() {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
