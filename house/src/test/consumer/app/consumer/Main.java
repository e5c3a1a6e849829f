package consumer;

import io.github.koelectra.core.ReplacedTokenDetection;
import io.github.koelectra.electra.ElectraForPreTraining;
import io.github.koelectra.electra.ElectraModel;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a user writes, line by line after the Python examples of KoELECTRA. */
public final class Main {
  private Main() {}

  /**
   * Prints the kernels in use, then what the examples print, for the model directory {@code
   * args[0]}.
   */
  public static void main(String[] args) throws Exception {
    Kernels kernels = Kernels.best();
    if (kernels.warmUp()) {
      System.out.println(kernels.description());
    }
    Path path = Path.of(args[0]);
    ElectraTokenizer tokenizer = ElectraTokenizer.fromPretrained(path);
    List<String> tokens = tokenizer.tokenize("[CLS] 한국어 ELECTRA를 공유합니다. [SEP]");
    System.out.println(tokens);
    int[] ids = tokenizer.convertTokensToIds(tokens);
    System.out.println(Arrays.toString(ids));

    try (ElectraModel model = ElectraModel.fromPretrained(path)) {
      Tensor lastHiddenState = model.lastHiddenState(TokenBatch.of(ids));
      System.out.println(lastHiddenState + " " + lastHiddenState.get(0, 0));
    }

    String fakeSentence = "나는 내일 밥을 먹었다.";
    try (ElectraForPreTraining discriminator = ElectraForPreTraining.fromPretrained(path)) {
      List<String> fakeTokens = tokenizer.tokenize(fakeSentence);
      int[] fakeInputs = tokenizer.encode(fakeSentence).ids();
      Tensor logits = discriminator.run(TokenBatch.of(fakeInputs));
      for (int i = 0; i < fakeTokens.size(); i++) {
        System.out.println(fakeTokens.get(i) + " " + (logits.get(i + 1, 0) > 0 ? 1 : 0));
      }
    }

    try (ReplacedTokenDetection detection = ReplacedTokenDetection.open(path)) {
      System.out.println(detection.detect(fakeSentence).tokens());
    }
  }
}
