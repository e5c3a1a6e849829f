package io.github.koelectra.bench.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraForPreTraining;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import java.io.IOException;
import java.nio.file.Path;

/** Ours, which takes texts of any lengths packed. */
final class OurModel implements ModelContender {
  private final String name;
  private final Parallel parallel;
  private final ElectraForPreTraining model;

  private OurModel(String name, Parallel parallel, ElectraForPreTraining model) {
    this.name = name;
    this.parallel = parallel;
    this.model = model;
  }

  static OurModel open(String name, Path directory, Room room, int threads) throws IOException {
    Parallel parallel = Parallel.of(threads);
    return new OurModel(
        name,
        parallel,
        ElectraForPreTraining.fromPretrained(directory, Kernels.of(room, parallel)));
  }

  ElectraConfig config() {
    return model.config();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Call prepare(Texts texts) {
    TokenBatch batch = TokenBatch.of(texts.ids());
    return new Call() {
      @Override
      public float[] run() {
        return model.run(batch).array();
      }

      @Override
      public float[] packed(float[] logits) {
        return logits;
      }
    };
  }

  @Override
  public void close() {
    model.close();
    parallel.close();
  }
}
