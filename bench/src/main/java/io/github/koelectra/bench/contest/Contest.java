package io.github.koelectra.bench.contest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Contenders that take turns: each round gives every one of them a turn, in the same order, so that
 * whatever else the machine does meets all alike. What a round measured goes to {@link Scoreboard}.
 */
public final class Contest {
  /** The name of the amount of work per call among the scores. */
  public static final String AMOUNT = "work.amount";

  /** The name of the machine's limit among the scores. */
  public static final String LIMIT = "work.limit";

  /** What is put behind a contender's name for the bytes it allocates per call. */
  public static final String BYTES = ".bytes";

  private final Work work;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(Contender contender, int calls) {}

  /** A contest without contenders. */
  public Contest(Work work) {
    this.work = work;
  }

  /** Warms a contender up and lets it take part. */
  public void add(Contender contender) {
    entries.add(new Entry(contender, Turn.warmUp(contender, Pace.warmUp())));
  }

  /** Gives everybody a turn and says how it went. */
  public void round() {
    double limit = work.limit().getAsDouble();
    Scoreboard.put(AMOUNT, work.amount(), "units");
    Scoreboard.put(LIMIT, limit, work.unit());
    StringBuilder line = new StringBuilder();
    for (Entry entry : entries) {
      Turn turn = Turn.of(entry.contender, entry.calls, Pace.turn().toNanos());
      rest(entry.contender.rest());
      String name = entry.contender.name();
      Scoreboard.put(name, turn.millis(), "ms");
      Scoreboard.put(name + BYTES, turn.bytes(), "B");
      line.append(line.isEmpty() ? "" : "; ").append(describe(name, turn.millis(), limit));
    }
    System.out.println(line);
  }

  private String describe(String name, double millis, double limit) {
    double rate = work.rate(millis);
    String share = limit > 0 ? String.format(" (%.0f %%)", 100 * rate / limit) : "";
    return String.format("%s %.4g ms, %.3g %s%s", name, millis, rate, work.unit(), share);
  }

  private static void rest(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted between two turns", e);
    }
  }
}
