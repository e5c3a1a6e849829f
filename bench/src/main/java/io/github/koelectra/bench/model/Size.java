package io.github.koelectra.bench.model;

import io.github.koelectra.bench.peers.MissingPeerException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The discriminators that are measured, and where their files lie. */
public enum Size {
  /** Small v3. */
  SMALL("small-v3-discriminator"),
  /** Base v3. */
  BASE("base-v3-discriminator");

  /** The property that names the directory of the models' directories. */
  public static final String MODELS = "koelectra.models";

  /** The file of ours. */
  public static final String WEIGHTS = "model.safetensors";

  /** The file of ONNX Runtime. */
  public static final String ONNX = "model.onnx";

  /** The same graph fused by its own optimiser. */
  public static final String FUSED = "model-fused.onnx";

  /** The file of ONNX Runtime with quantised weights. */
  public static final String INT8 = "model-int8.onnx";

  /** The fused graph with quantised weights. */
  public static final String FUSED_INT8 = "model-fused-int8.onnx";

  /** The file of PyTorch. */
  public static final String TORCH = "model.pt";

  private static final String DEFAULT = "bench/target/models";

  private final String model;

  Size(String model) {
    this.model = model;
  }

  /** The name of the model, as {@code bench/seeded-model} takes it. */
  public String model() {
    return model;
  }

  /** The model's directory. */
  public Path directory() {
    return Path.of(System.getProperty(MODELS, DEFAULT)).resolve(model);
  }

  /**
   * Our weights.
   *
   * @throws MissingPeerException if there is no such model
   */
  public Path weights() throws MissingPeerException {
    return demand(WEIGHTS, "bench/seeded-model " + model + " VOCAB.txt " + directory());
  }

  /**
   * A file the export writes.
   *
   * @throws MissingPeerException if it is not there
   */
  public Path exported(String file) throws MissingPeerException {
    return demand(file, "python bench/export/export.py " + directory());
  }

  private Path demand(String file, String command) throws MissingPeerException {
    Path path = directory().resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new MissingPeerException(path + " is missing; this writes it: " + command);
    }
    return path;
  }
}
