package consumer;

import io.github.koelectra.core.ReplacedTokenDetection;
import io.github.koelectra.electra.ElectraModel;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import java.nio.file.Path;

/** What a user writes, line by line after the Python examples of KoELECTRA. */
public final class Main {
  private Main() {}

  /** Prints the room, the tokens, the hidden states' shape and a score's bits. */
  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    ElectraTokenizer tokenizer = ElectraTokenizer.fromPretrained(path);
    int[] ids = tokenizer.encode("한국어 모델을 공유합니다.").ids();
    System.out.println(Kernels.best().description());
    try (ElectraModel model = ElectraModel.fromPretrained(path);
        ReplacedTokenDetection detection = ReplacedTokenDetection.open(path)) {
      Tensor lastHiddenState = model.lastHiddenState(TokenBatch.of(ids));
      System.out.println(lastHiddenState + " " + lastHiddenState.get(0, 0));
      System.out.println(detection.detect("한국어 모델을 공유합니다.").tokens());
    }
  }
}
