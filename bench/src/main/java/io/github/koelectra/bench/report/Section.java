package io.github.koelectra.bench.report;

import io.github.koelectra.bench.matmul.GradientBenchmark;
import io.github.koelectra.bench.matmul.MatmulBenchmark;
import io.github.koelectra.bench.model.LoadBenchmark;
import io.github.koelectra.bench.model.ModelBenchmark;
import io.github.koelectra.bench.model.ModelRoomBenchmark;
import io.github.koelectra.bench.process.ColdStartBenchmark;
import io.github.koelectra.bench.process.StartBenchmark;
import io.github.koelectra.bench.room.RoomBenchmark;
import io.github.koelectra.bench.text.TokenizerBenchmark;
import io.github.koelectra.bench.training.TrainingBenchmark;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Benchmarks that are run together. */
enum Section {
  /** Our products against other libraries'. */
  PRODUCTS("products"),
  /** Our kernels at every width under every collector. */
  KERNELS("kernels"),
  /** Whole models against all peers. */
  MODELS("models"),
  /** Whole models against ONNX Runtime at every width, however the JVM is started. */
  JVMS("models in every JVM"),
  /** Opening a model, and a model without the vector module. */
  LOADING("loading and the scalar room"),
  /** The tokenizer. */
  TOKENIZER("tokenizer"),
  /** Fine-tuning. */
  TRAINING("training"),
  /** Whole processes. */
  PROCESSES("whole processes");

  private static final Map<String, String> CHARTED =
      Map.of("point", "1x16,1x64,1x128,1x256,1x512,2x128,4x128,8x128,mixed");
  private static final Map<String, String> QUICK =
      Map.of("size", "SMALL", "shape", "SMALL_QKV,BASE_OUTPUT");

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
      case PRODUCTS -> List.of(MatmulBenchmark.class);
      case KERNELS -> List.of(MatmulBenchmark.class, RoomBenchmark.class, GradientBenchmark.class);
      case MODELS, JVMS -> List.of(ModelBenchmark.class);
      case LOADING -> List.of(LoadBenchmark.class, ModelRoomBenchmark.class);
      case TOKENIZER -> List.of(TokenizerBenchmark.class);
      case TRAINING -> List.of(TrainingBenchmark.class);
      case PROCESSES -> List.of(ColdStartBenchmark.class, StartBenchmark.class);
    };
  }

  /** How the JVMs are started on a machine whose widest vectors have {@code widest} bits. */
  List<Jvm> jvms(int widest) {
    return switch (this) {
      case KERNELS -> Jvm.all(widest, Collector.PLAIN);
      case JVMS -> Jvm.all(widest, List.of(Collector.values()));
      case TRAINING -> List.of(new Jvm(widest, Collector.LAUNCHER));
      case PRODUCTS, MODELS, LOADING, TOKENIZER, PROCESSES ->
          List.of(new Jvm(widest, Collector.G1));
    };
  }

  /** The values of parameters that are not the benchmark's own, with commas between. */
  Map<String, String> parameters(boolean quickly) {
    Map<String, String> parameters = new HashMap<>(quickly ? QUICK : Map.of());
    parameters.putAll(
        switch (this) {
          case PRODUCTS -> quickly ? Map.of("m", "1,16,128") : Map.of();
          case KERNELS -> Map.of("peers", "NONE", "m", quickly ? "1,128" : "", "tokens", "1024");
          case MODELS -> quickly ? Map.of("point", "1x16,1x128,8x128,mixed") : CHARTED;
          case JVMS ->
              Map.of(
                  "peers", "ONNX",
                  "threads", quickly ? "1" : "",
                  "point", quickly ? "1x16,1x128" : String.join(",", JvmTables.GRID));
          case TRAINING, LOADING, TOKENIZER, PROCESSES -> Map.of();
        });
    return parameters;
  }

  /** Where its results are kept. */
  Path file(Path folder) {
    return folder.resolve(name().toLowerCase(Locale.ROOT) + ".json");
  }
}
