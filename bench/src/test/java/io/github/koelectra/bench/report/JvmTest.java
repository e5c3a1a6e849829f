package io.github.koelectra.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmTest {
  private static final List<String> LAUNCHER = List.of("-XX:+UseSerialGC");

  @TempDir Path folder;

  @Test
  void theWidestVectorsNeedNoFlag() {
    Jvm serial = new Jvm(256, Collector.SERIAL);
    assertEquals(List.of("-XX:+UseSerialGC"), serial.flags(256, LAUNCHER));
    assertEquals(List.of("-XX:+UseSerialGC", "-XX:UseAVX=2"), serial.flags(512, LAUNCHER));
    assertEquals(
        List.of("-XX:+UseG1GC", "-XX:MaxVectorSize=16"),
        new Jvm(128, Collector.G1).flags(512, LAUNCHER));
    assertEquals(LAUNCHER, new Jvm(128, Collector.LAUNCHER).flags(128, LAUNCHER));
  }

  @Test
  void aMachineHasTheWidthsUpToItsWidest() {
    assertEquals(List.of(512, 256, 128), Jvm.widths(512).toList());
    assertEquals(List.of(128), Jvm.widths(128).toList());
    assertEquals(List.of(), Jvm.widths(0).toList());
    assertEquals(
        List.of(new Jvm(256, Collector.G1), new Jvm(128, Collector.G1)),
        Jvm.all(256, List.of(Collector.G1)));
  }

  @Test
  void oneProcessorHoldsNoContestOfAllThreads() {
    Jvm one = new Jvm(512, Collector.ONE_PROCESSOR);
    assertTrue(one.holds(Map.of("threads", "1")));
    assertTrue(one.holds(Map.of()));
    assertFalse(one.holds(Map.of("threads", "all")));
    assertTrue(new Jvm(512, Collector.G1).holds(Map.of("threads", "all")));
  }

  @Test
  void cellsSayHowTheirJvmWasStarted() {
    Jvm jvm = new Jvm(256, Collector.PARALLEL);
    Cell cell = new Cell("Benchmark", jvm.beside(Map.of("size", "SMALL")), Map.of());
    assertTrue(jvm.measured(cell));
    assertEquals("SMALL", cell.parameter("size"));
    assertFalse(new Jvm(128, Collector.PARALLEL).measured(cell));
    assertFalse(new Jvm(256, Collector.G1).measured(cell));
  }

  @Test
  void theFlagsOfALauncherAreThoseItGivesItsJvm() throws IOException {
    Path launcher = folder.resolve("launcher");
    Files.writeString(
        launcher,
        """
        sharing=-XX:SharedArchiveFile=$archive
        java=("$jdk/bin/java" -XX:+UseSerialGC -XX:PretenureSizeThreshold=256k
          "$sharing")
        """);
    assertEquals(
        List.of("-XX:+UseSerialGC", "-XX:PretenureSizeThreshold=256k"),
        Jvm.launcherFlags(launcher));
  }

  @Test
  void theFlagsOfOurLauncherStartAJvm() throws IOException, InterruptedException {
    List<String> flags = Jvm.launcherFlags(Path.of("..", "koelectra"));
    assertFalse(flags.isEmpty());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-version");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    assertEquals(0, process.waitFor(), command.toString());
  }

  @Test
  void aPlanWantsWhatItNames() {
    Jvm jvm = new Jvm(256, Collector.G1);
    assertTrue(plan(List.of(), List.of()).wants(jvm));
    assertFalse(plan(List.of(), List.of()).some());
    assertTrue(plan(List.of(256), List.of(Collector.G1)).wants(jvm));
    assertTrue(plan(List.of(256), List.of()).some());
    assertFalse(plan(List.of(512), List.of()).wants(jvm));
    assertFalse(plan(List.of(), List.of(Collector.SERIAL)).wants(jvm));
  }

  private static Plan plan(List<Integer> bits, List<Collector> collectors) {
    Path here = Path.of("");
    return new Plan(here, here, List.of(), Map.of(), bits, collectors, true);
  }
}
