package io.github.koelectra.bench.matmul;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import io.github.koelectra.bench.peers.OnnxSessions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** A graph of one MatMul with constant weights, which ONNX Runtime packs once. */
final class OnnxMatmul implements MatmulContender {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final OnnxTensor input;
  private final OnnxTensor out;
  private final OrtSession session;

  /** Only for products with one copy of the weights. */
  OnnxMatmul(Product product) {
    try {
      session =
          OrtEnvironment.getEnvironment().createSession(graph(product), OnnxSessions.options(1));
      input = tensor(product.input(), product.m(), product.k());
      out = tensor(new float[product.m() * product.n()], product.m(), product.n());
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OnnxTensor tensor(float[] values, long... shape) throws OrtException {
    FloatBuffer direct =
        ByteBuffer.allocateDirect(values.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    direct.put(values).flip();
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), direct, shape);
  }

  private static byte[] graph(Product product) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("product")
            .addInput(value("input", product.m(), product.k()))
            .addOutput(value("output", product.m(), product.n()))
            .addInitializer(transposed(product))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("MatMul")
                    .addAllInput(List.of("input", "weight"))
                    .addOutput("output"));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static ValueInfoProto value(String name, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(dimensions);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static TensorProto transposed(Product product) {
    int n = product.n();
    int k = product.k();
    ByteBuffer bytes = ByteBuffer.allocate(n * k * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        bytes.putFloat(product.weights().getFirst()[j * k + p]);
      }
    }
    return TensorProto.newBuilder()
        .setName("weight")
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addDims(k)
        .addDims(n)
        .setRawData(ByteString.copyFrom(bytes.flip()))
        .build();
  }

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public void multiply(int copy) {
    try {
      session.run(Map.of("input", input), Map.of("output", out)).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public float[] result() {
    float[] values = new float[out.getFloatBuffer().remaining()];
    out.getFloatBuffer().get(values);
    return values;
  }

  @Override
  public void close() {
    try {
      input.close();
      out.close();
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
