package io.github.koelectra.train.run;

import io.github.koelectra.tensor.nn.ParameterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint holds besides what the optimizer has taken from it.
 *
 * @param state where the run was
 * @param interval of the log, which had begun
 */
record Resumption(TrainerState state, Interval interval) {
  /**
   * Reads a checkpoint, the optimizer's values and moments too.
   *
   * @param description what the bits of the run follow from
   * @throws IOException if it is of another run, or damaged
   */
  static Resumption from(Path checkpoint, Optimizer optimizer, Map<String, String> description)
      throws IOException {
    TrainerState state = state(checkpoint);
    Optional<String> difference = state.difference(description);
    if (difference.isPresent()) {
      throw new IOException(checkpoint + ": cannot be continued, for " + difference.get());
    }
    try {
      return new Resumption(state, CheckpointFiles.read(checkpoint, optimizer, state));
    } catch (IOException | ParameterException e) {
      throw damaged(checkpoint, e);
    }
  }

  private static TrainerState state(Path checkpoint) throws IOException {
    try {
      return CheckpointFiles.readState(checkpoint);
    } catch (IOException e) {
      throw damaged(checkpoint, e);
    }
  }

  private static IOException damaged(Path checkpoint, Exception e) {
    String reason = e.getMessage().replaceFirst(";[^;]*$", "");
    return new IOException(
        checkpoint
            + ": cannot be read ("
            + reason
            + "); delete this folder, and --resume goes on from the checkpoint before it",
        e);
  }
}
