package io.github.koelectra.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class CommandTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final String CLASSES =
      Path.of("target", "test-classes").toAbsolutePath().toString();
  private static final String PROGRAM = Pause.class.getName();

  @TempDir Path folder;

  private Path script(String text) throws IOException {
    Path script = folder.resolve("launcher");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rwx------");
    return Files.setPosixFilePermissions(script, mine);
  }

  private static String quoted(String word) {
    return "'" + word + "'";
  }

  @Test
  void outputAndPeakMemoryAreThoseOfTheProcess() throws IOException {
    Command command = new Command(List.of(JAVA, "-cp", CLASSES, PROGRAM, "said"));
    assertEquals("said", command.output());
    double peak = command.peakMebibytes();
    assertTrue(peak > 10 && peak < 10_000, peak + " MiB");
  }

  @Test
  void aProcessThatFailsIsNoMeasurement() throws IOException {
    Command command = new Command(List.of(script("exit 3").toString()));
    assertThrows(IllegalStateException.class, command::run);
  }

  @Test
  void theLauncherIsAskedForItsJava() throws IOException, MissingPeerException {
    for (String exec : List.of("", "exec ")) {
      Path launcher =
          script(exec + String.join(" ", quoted(JAVA), "-cp", quoted(CLASSES), PROGRAM, "\"$@\""));
      System.setProperty(Launcher.LAUNCHER, launcher.toString());
      assertEquals(
          List.of(JAVA, "-cp", CLASSES, PROGRAM, "logits", "--model"),
          Launcher.javaCommand(List.of("logits", "--model")));
    }
    System.setProperty(Launcher.LAUNCHER, folder.resolve("none").toString());
    assertThrows(MissingPeerException.class, () -> Launcher.javaCommand(List.of("logits")));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aBoundCommandHasOneProcessor() throws IOException {
    assertEquals("1", Command.onOneProcessor(List.of("nproc")).output());
  }
}
