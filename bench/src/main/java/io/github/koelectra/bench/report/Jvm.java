package io.github.koelectra.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a measured JVM is started.
 *
 * @param bits how many bits its vectors have
 * @param collector its collector
 */
record Jvm(int bits, Collector collector) {
  /** The parameter of a cell that says how many bits vectors had. */
  static final String BITS = "bits";

  /** The parameter of a cell that says which collector it was. */
  static final String COLLECTOR = "collector";

  private static final Pattern FLAG = Pattern.compile("(?<=\\s)-XX:[+-]?\\w+(=\\w+)?(?=\\s)");

  /** Every collector of {@code collectors} at every width the machine has, the widest first. */
  static List<Jvm> all(int widest, List<Collector> collectors) {
    return widths(widest)
        .flatMap(bits -> collectors.stream().map(collector -> new Jvm(bits, collector)))
        .toList();
  }

  /** The widths up to {@code widest} bits; none without the Vector API. */
  static Stream<Integer> widths(int widest) {
    return Stream.of(512, 256, 128).filter(bits -> bits <= widest);
  }

  /** The flags that start it on a machine that by itself chooses {@code widest} bits. */
  List<String> flags(int widest, List<String> launcher) {
    List<String> flags = new ArrayList<>(collector.flags(launcher));
    if (bits < widest) {
      flags.add(bits == 256 ? "-XX:UseAVX=2" : "-XX:MaxVectorSize=" + bits / Byte.SIZE);
    }
    return flags;
  }

  /** Whether a contest is another one there than on one thread: one processor has no others. */
  boolean holds(Map<String, String> contest) {
    return collector != Collector.ONE_PROCESSOR || !"all".equals(contest.get("threads"));
  }

  /** A contest's parameters with how the JVM was started among them. */
  Map<String, String> beside(Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put(BITS, Integer.toString(bits));
    all.put(COLLECTOR, collector.name());
    return all;
  }

  /** Whether a cell was measured in such a JVM. */
  boolean measured(Cell cell) {
    return cell.parameter(BITS).equals(Integer.toString(bits))
        && cell.parameter(COLLECTOR).equals(collector.name());
  }

  /** The flags of the collector that a launcher, a shell script, starts its JVM with. */
  static List<String> launcherFlags(Path launcher) throws IOException {
    return FLAG.matcher(Files.readString(launcher))
        .results()
        .map(MatchResult::group)
        .distinct()
        .toList();
  }
}
