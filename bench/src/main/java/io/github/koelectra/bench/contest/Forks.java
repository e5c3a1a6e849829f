package io.github.koelectra.bench.contest;

/** The flags of the JVMs that are measured: constants, for annotations take nothing else. */
public final class Forks {
  /** The Vector API. */
  public static final String VECTOR = "--add-modules=jdk.incubator.vector";

  /** Native libraries of the peers. */
  public static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  /** What a JVM chooses on a machine of several processors, even when it is pinned to one. */
  public static final String COLLECTOR = "-XX:+UseG1GC";

  /** Enough for the largest model several times over. */
  public static final String HEAP = "-Xmx5g";

  /** DJL asks addresses on the network for nothing. */
  public static final String OFFLINE = "-Dai.djl.offline=true";

  /** DJL reports nothing about its user. */
  public static final String UNTRACKED = "-DOPT_OUT_TRACKING=true";

  private Forks() {}
}
