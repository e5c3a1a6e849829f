package io.github.koelectra.train.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.train.pretrain.Draws.Purpose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleBufferTest {
  /** Counts up and remembers how far. */
  private static final class Counting implements Source<Integer> {
    private final int end;
    private int given;

    Counting(int end) {
      this.end = end;
    }

    @Override
    public Optional<Integer> next() {
      return given < end ? Optional.of(given++) : Optional.empty();
    }

    @Override
    public void close() {}
  }

  private static List<Integer> shuffled(int count, int capacity, long epoch) throws IOException {
    Draws draws = Draws.of(1, Purpose.ORDER, epoch);
    ShuffleBuffer<Integer> buffer =
        new ShuffleBuffer<>(new Counting(count), i -> 1, capacity, draws);
    List<Integer> order = new ArrayList<>();
    for (Optional<Integer> next = buffer.next(); next.isPresent(); next = buffer.next()) {
      order.add(next.get());
    }
    return order;
  }

  @Test
  void everythingComesOnceInAnOrderOfItsEpoch() throws IOException {
    List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
    List<Integer> order = shuffled(1000, 100, 0);
    assertEquals(numbers, order.stream().sorted().toList());
    assertEquals(order, shuffled(1000, 100, 0));
    assertNotEquals(order, shuffled(1000, 100, 1));
    assertNotEquals(numbers, order);
    assertEquals(numbers, shuffled(1000, 1, 0));
  }

  @Test
  void ofAFullBufferEachIsAsLikely() throws IOException {
    int[] first = new int[10];
    int epochs = 10_000;
    for (int epoch = 0; epoch < epochs; epoch++) {
      first[shuffled(50, 10, epoch).getFirst()]++;
    }
    double deviation = Math.sqrt(epochs * 0.1 * 0.9);
    for (int count : first) {
      assertEquals(epochs * 0.1, count, 5 * deviation);
    }
  }

  @Test
  void noMoreIsReadThanTheBufferHolds() throws IOException {
    Counting source = new Counting(1000);
    ShuffleBuffer<Integer> buffer =
        new ShuffleBuffer<>(source, i -> 1, 100, Draws.of(1, Purpose.ORDER, 0));
    for (int taken = 1; taken <= 900; taken++) {
      assertTrue(buffer.next().isPresent());
      assertEquals(Math.min(1000, taken + 99), source.given);
    }
  }

  @Test
  void ofLargeThingsFewAreHeld() throws IOException {
    Counting source = new Counting(1000);
    ShuffleBuffer<Integer> buffer =
        new ShuffleBuffer<>(source, i -> 25_600, 100, Draws.of(1, Purpose.ORDER, 0));
    assertTrue(buffer.next().isPresent());
    assertEquals(1, source.given);
  }
}
