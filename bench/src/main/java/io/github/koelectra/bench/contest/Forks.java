package io.github.koelectra.bench.contest;

/**
 * The flags that every measured JVM needs: constants, for annotations take nothing else. The
 * collector and the vectors' width are not among them, for they are what users have; the report
 * chooses them.
 */
public final class Forks {
  /** The Vector API. */
  public static final String VECTOR = "--add-modules=jdk.incubator.vector";

  /** Native libraries of the peers. */
  public static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  /** Enough for the largest model several times over. */
  public static final String HEAP = "-Xmx5g";

  /** DJL asks addresses on the network for nothing. */
  public static final String OFFLINE = "-Dai.djl.offline=true";

  /** DJL reports nothing about its user. */
  public static final String UNTRACKED = "-DOPT_OUT_TRACKING=true";

  private Forks() {}
}
