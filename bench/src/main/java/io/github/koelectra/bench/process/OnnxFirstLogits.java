package io.github.koelectra.bench.process;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.koelectra.bench.peers.OnnxSessions;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** The least a Java program does to get logits from ONNX Runtime. */
final class OnnxFirstLogits {
  private OnnxFirstLogits() {}

  /** Runs the model {@code args[0]} on the ids {@code args[1]} and prints the logits. */
  public static void main(String[] args) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session =
        environment.createSession(
            args[0], OnnxSessions.options(Runtime.getRuntime().availableProcessors()));
    long[] ids = Stream.of(args[1].split(",", -1)).mapToLong(Long::parseLong).toArray();
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    OrtSession.Result result =
        session.run(
            Map.of(
                "input_ids", OnnxTensor.createTensor(environment, new long[][] {ids}),
                "attention_mask", OnnxTensor.createTensor(environment, new long[][] {ones}),
                "token_type_ids", OnnxTensor.createTensor(environment, new long[1][ids.length])));
    float[][] logits = (float[][]) result.get(0).getValue();
    StringJoiner line = new StringJoiner(",");
    for (float logit : logits[0]) {
      line.add(Float.toString(logit));
    }
    System.out.println(line);
    // What it would take to clean up is not counted.
    Runtime.getRuntime().halt(0);
  }
}
