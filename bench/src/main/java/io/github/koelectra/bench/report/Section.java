package io.github.koelectra.bench.report;

import io.github.koelectra.bench.matmul.MatmulBenchmark;
import io.github.koelectra.bench.model.LoadBenchmark;
import io.github.koelectra.bench.model.ModelBenchmark;
import io.github.koelectra.bench.model.ModelRoomBenchmark;
import io.github.koelectra.bench.process.ColdStartBenchmark;
import io.github.koelectra.bench.room.RoomBenchmark;
import io.github.koelectra.bench.text.TokenizerBenchmark;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Benchmarks that are run together. */
enum Section {
  /** Our kernels. */
  KERNELS("kernels"),
  /** Whole models. */
  MODELS("models"),
  /** Opening a model, and a model without the vector module. */
  LOADING("loading and the scalar room"),
  /** The tokenizer. */
  TOKENIZER("tokenizer"),
  /** Whole processes. */
  PROCESSES("whole processes");

  private static final Map<String, String> CHARTED =
      Map.of("point", "1x16,1x64,1x128,1x256,1x512,2x128,4x128,8x128,mixed");
  private static final Map<String, String> QUICK =
      Map.of(
          "size", "SMALL",
          "point", "1x16,1x128,8x128,mixed",
          "shape", "SMALL_QKV,BASE_OUTPUT",
          "m", "1,16,128");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  /** Its name in words. */
  String title() {
    return title;
  }

  List<Class<?>> benchmarks() {
    return switch (this) {
      case KERNELS -> List.of(MatmulBenchmark.class, RoomBenchmark.class);
      case MODELS -> List.of(ModelBenchmark.class);
      case LOADING -> List.of(LoadBenchmark.class, ModelRoomBenchmark.class);
      case TOKENIZER -> List.of(TokenizerBenchmark.class);
      case PROCESSES -> List.of(ColdStartBenchmark.class);
    };
  }

  /** The values of parameters that are not the benchmark's own, with commas between. */
  Map<String, String> parameters(boolean quickly) {
    if (quickly) {
      return this == LOADING ? Map.of("size", "SMALL") : QUICK;
    }
    return this == MODELS ? CHARTED : Map.of();
  }

  /** Where its results are kept. */
  Path file(Path folder) {
    return folder.resolve(name().toLowerCase(Locale.ROOT) + ".json");
  }
}
