package io.github.koelectra.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MachineTest {
  private static Machine of(int bits, double peak) {
    return new Machine("cpu", "system", "jdk", "kernels", 2, bits, peak, 3.2);
  }

  @Test
  void thePeakIsShownInMultiplyAddsOfTheClock() {
    assertEquals(2, of(256, 102.4).multiplyAddsPerCycle(), 1e-12);
    assertEquals(1, of(512, 102.4).multiplyAddsPerCycle(), 1e-12);
    assertEquals(2, of(128, 51.2).multiplyAddsPerCycle(), 1e-12);
    assertEquals(
        "FMA peak 102 GFLOP/s a thread: 2.00 multiply-adds of 256 bits a cycle at 3.20 GHz",
        of(256, 102.4).limit());
    assertTrue(of(0, 0).banner().endsWith("FMA peak not measured without the vector module"));
  }

  @Test
  void thisMachineHasAPeakAndAClock() {
    Machine here = Machine.here();
    assertTrue(here.bits() >= 128, here.banner());
    assertTrue(here.peak() > 0 && here.clock() > 0, here.banner());
  }
}
