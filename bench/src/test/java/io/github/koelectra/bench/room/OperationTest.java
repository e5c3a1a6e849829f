package io.github.koelectra.bench.room;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationTest {
  private static float[] result(Operation operation, Room room) {
    return operation.new Bench(Kernels.of(room, Parallel.of(1))).result();
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void bothRoomsAgreeWithDouble(Operation operation) {
    RoomBenchmark.check(operation, result(operation, Room.VECTOR), result(operation, Room.SCALAR));
  }

  @Test
  void aWrongResultIsFound() {
    float[] right = result(Operation.SOFTMAX, Room.VECTOR);
    float[] other = right.clone();
    other[3] += 1e-3f;
    assertThrows(
        IllegalStateException.class, () -> RoomBenchmark.check(Operation.SOFTMAX, right, other));
    assertThrows(
        IllegalStateException.class, () -> RoomBenchmark.check(Operation.SOFTMAX, other, other));
  }
}
