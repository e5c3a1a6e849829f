package io.github.koelectra.bench.matmul;

/** The linear layers of KoELECTRA by name: outputs n, inputs k. */
public enum Shape {
  /** Query, key and value of Base as one product. */
  BASE_QKV(2304, 768),
  /** The output of attention in Base. */
  BASE_ATTENTION_OUTPUT(768, 768),
  /** The intermediate layer of Base. */
  BASE_INTERMEDIATE(3072, 768),
  /** The output layer of Base. */
  BASE_OUTPUT(768, 3072),
  /** Query, key and value of Small as one product. */
  SMALL_QKV(768, 256),
  /** The output of attention in Small. */
  SMALL_ATTENTION_OUTPUT(256, 256),
  /** The intermediate layer of Small. */
  SMALL_INTERMEDIATE(1024, 256),
  /** The output layer of Small. */
  SMALL_OUTPUT(256, 1024);

  private final int n;
  private final int k;

  Shape(int n, int k) {
    this.n = n;
    this.k = k;
  }

  int n() {
    return n;
  }

  int k() {
    return k;
  }
}
