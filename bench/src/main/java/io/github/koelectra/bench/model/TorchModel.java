package io.github.koelectra.bench.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.IOException;
import java.nio.file.Path;

/** PyTorch by DJL, which takes texts padded to one length. */
final class TorchModel implements ModelContender {
  private final Model model;
  private final Predictor<NDList, NDList> predictor;

  private TorchModel(Model model) {
    this.model = model;
    this.predictor = model.newPredictor(new NoopTranslator(null));
  }

  /** The number of threads counts for all models of this JVM: that of the first. */
  static TorchModel open(Path file, int threads) throws IOException, MissingPeerException {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    try {
      Model model = Model.newInstance("discriminator", Device.cpu(), "PyTorch");
      model.load(file);
      return new TorchModel(model);
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw new MissingPeerException(
          "PyTorch takes no part: its library is missing; build with mvn -Ppeers", e);
    } catch (MalformedModelException e) {
      throw new IOException(e);
    }
  }

  @Override
  public String name() {
    return "PyTorch";
  }

  @Override
  public Call prepare(Texts texts) {
    NDManager manager = model.getNDManager().newSubManager();
    Shape shape = new Shape(texts.size(), texts.longest());
    long[] mask = texts.mask();
    NDList inputs =
        new NDList(
            manager.create(texts.padded(), shape),
            manager.create(mask, shape),
            manager.create(new long[mask.length], shape));
    return new TorchCall(predictor, texts, manager, inputs);
  }

  private record TorchCall(
      Predictor<NDList, NDList> predictor, Texts texts, NDManager manager, NDList inputs)
      implements Call {
    @Override
    public float[] run() {
      try (NDList outputs = predictor.predict(inputs)) {
        return outputs.singletonOrThrow().toFloatArray();
      } catch (TranslateException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public float[] packed(float[] logits) {
      return texts.unpadded(logits);
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
  }
}
