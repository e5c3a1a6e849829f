package io.github.koelectra.bench.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class TorchTrainingTest {
  @TempDir Path folder;

  private List<String> script(String text) throws IOException {
    Path script = folder.resolve("script");
    return List.of("/bin/sh", Files.writeString(script, text + "\n").toString());
  }

  @Test
  void aStepIsALineOfLengths() throws IOException, MissingPeerException {
    Path asked = folder.resolve("asked");
    List<String> command =
        script("while read lengths; do echo \"$lengths\" >> '" + asked + "'; echo 0.1; done");
    try (TorchTraining training = TorchTraining.open(command)) {
      training.step(128, 128);
      training.step(7, 30, 12);
    }
    assertEquals(List.of("8", "128 128", "7 30 12"), Files.readAllLines(asked));
  }

  @Test
  void whatDoesNotAnswerTakesNoPart() throws IOException, MissingPeerException {
    List<String> silent = script("read lengths; exit 1");
    assertThrows(MissingPeerException.class, () -> TorchTraining.open(silent));
    List<String> missing = List.of(folder.resolve("none").toString());
    assertThrows(MissingPeerException.class, () -> TorchTraining.open(missing));
    try (TorchTraining once = TorchTraining.open(script("read lengths; echo 0.1"))) {
      assertThrows(IllegalStateException.class, () -> once.step(8));
    }
  }
}
