package io.github.koelectra.bench.report;

import java.util.List;

/** The ways JVMs are started by those who use the engine. */
enum Collector {
  /** What a JVM with one processor or little memory chooses. */
  SERIAL("Serial", "-XX:+UseSerialGC"),
  /** What those choose who want throughput. */
  PARALLEL("Parallel", "-XX:+UseParallelGC"),
  /** What a JVM with several processors chooses. */
  G1("G1", "-XX:+UseG1GC"),
  /** The flags of the {@code koelectra} command. */
  LAUNCHER("the launcher's flags", ""),
  /** A JVM that is given one processor and chooses for itself. */
  ONE_PROCESSOR("one processor", "-XX:ActiveProcessorCount=1");

  /** The three that every kernel must be equally quick under. */
  static final List<Collector> PLAIN = List.of(SERIAL, PARALLEL, G1);

  private final String title;
  private final String flag;

  Collector(String title, String flag) {
    this.title = title;
    this.flag = flag;
  }

  /** Its name in words. */
  String title() {
    return title;
  }

  /** The JVM's flags, those of the launcher given. */
  List<String> flags(List<String> launcher) {
    return this == LAUNCHER ? launcher : List.of(flag);
  }
}
