package io.github.koelectra.bench.training;

import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * PyTorch in a process of its own, which takes a step of training when it is asked to: {@code
 * bench/export/training.py --serve}. For one thread.
 */
final class TorchTraining implements AutoCloseable {
  /** The property that names the Python that has PyTorch. */
  static final String PYTHON = "koelectra.python";

  private static final Path SCRIPT =
      Path.of(System.getProperty("koelectra.home", "")).resolve("bench/export/training.py");

  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private TorchTraining(Process process) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.US_ASCII);
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
  }

  /**
   * Starts PyTorch and lets it take a step.
   *
   * @throws MissingPeerException if it cannot
   */
  static TorchTraining open(Path model, int threads) throws MissingPeerException {
    return open(
        List.of(
            System.getProperty(PYTHON, "python3"),
            SCRIPT.toString(),
            model.toString(),
            "--serve",
            "--threads",
            Integer.toString(threads)));
  }

  static TorchTraining open(List<String> command) throws MissingPeerException {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("OMP_WAIT_POLICY", "PASSIVE"); // Idle threads sleep in our turns.
      TorchTraining training = new TorchTraining(builder.start());
      training.step(8);
      return training;
    } catch (IOException | IllegalStateException e) {
      throw new MissingPeerException(
          "PyTorch takes no part: name a Python that has it with -D" + PYTHON + "=FILE", e);
    }
  }

  /** Takes a step on a batch of texts of these lengths; returns when it is done. */
  void step(int... lengths) {
    String line =
        Arrays.stream(lengths).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    try {
      questions.write(line + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("PyTorch ended before its step did");
      }
    } catch (IOException e) {
      throw new IllegalStateException("PyTorch cannot be asked", e);
    }
  }

  /** Ends PyTorch. */
  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor();
    } catch (IOException e) {
      process.destroy(); // It has ended already, or does not listen.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
