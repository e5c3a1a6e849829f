package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Forward passes at this machine's own vector width. */
class AllocationTest {
  private static final long MOST_BYTES = 4096;

  @Test
  void theSteadyStateAllocatesNoArraysAndFewObjects() throws IOException {
    try (GoldenModel golden = RoomsTest.small();
        Parallel parallel = Parallel.of(1)) {
      Kernels kernels = Kernels.of(Room.fastest(), parallel);
      var model = golden.build(ElectraForPreTraining::new, 2, kernels);
      TokenBatch batch = golden.batch("single");
      Workspace workspace = new Workspace();
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long allocated = Long.MAX_VALUE;
      for (int i = 0; i < 3000 && allocated > MOST_BYTES; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        model.forward(batch, Trace.NONE, workspace);
        workspace.release(0);
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
      assertTrue(allocated <= MOST_BYTES, allocated + " bytes per forward pass");
    }
  }
}
