package io.github.koelectra.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A file that is there whole or not at all. Until it is complete it is {@code FILE.part}, beside
 * which {@code FILE.part.state} records how far it is, so that a run that was cut off can be
 * continued. For one thread.
 */
final class PartFile implements Sink, AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path target;
  private final Fingerprint fingerprint;
  private final Duration interval;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final Tally before;
  private long recordedAt = System.nanoTime();
  private boolean recorded;

  private PartFile(
      Path target, Fingerprint fingerprint, Duration interval, FileChannel channel, Tally before) {
    this.target = target;
    this.fingerprint = fingerprint;
    this.interval = interval;
    this.channel = channel;
    this.before = before;
    recorded = before.rows() > 0;
  }

  /**
   * Begins a file, or continues it.
   *
   * @param target where it will be
   * @param resume whether to continue what is recorded, if there is something
   * @param interval how often to record
   * @throws IOException if something is recorded that must not be lost, or must not be continued
   */
  static PartFile open(Path target, Fingerprint fingerprint, boolean resume, Duration interval)
      throws IOException {
    Path part = part(target);
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock(channel, part);
      JobState last = last(channel, target, fingerprint, resume);
      channel.truncate(last.bytes()).position(last.bytes());
      return new PartFile(target, fingerprint, interval, channel, last.tally());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Where to begin, now that no other run can change it. */
  private static JobState last(
      FileChannel channel, Path target, Fingerprint fingerprint, boolean resume)
      throws IOException {
    Path part = part(target);
    Path state = state(target);
    boolean unfinished = channel.size() > 0 && Files.exists(state);
    if (!unfinished) {
      Files.deleteIfExists(state);
      return new JobState(fingerprint, Tally.NOTHING, 0);
    }
    if (!resume) {
      throw new IOException(
          part + ": an unfinished run is there; continue it with --resume, or delete it");
    }
    JobState last = JobState.read(state);
    check(last, fingerprint, part);
    return last;
  }

  /** Two runs at once would write over each other. */
  private static void lock(FileChannel channel, Path part) throws IOException {
    boolean own;
    try {
      // A run that has just ended may have moved what was opened to its place.
      own = channel.tryLock() != null && Files.exists(part) && Files.size(part) == channel.size();
    } catch (OverlappingFileLockException e) {
      own = false;
    }
    if (!own) {
      throw new IOException(part + ": another run is writing it; wait, or name another --output");
    }
  }

  private static void check(JobState last, Fingerprint fingerprint, Path part) throws IOException {
    var other = last.fingerprint().difference(fingerprint);
    if (other.isPresent()) {
      throw new IOException(
          part
              + ": cannot be continued, for "
              + other.get()
              + " changed since; delete it to begin again");
    }
    if (Files.size(part) < last.bytes()) {
      throw new IOException(
          part
              + ": cannot be continued, for it is shorter than recorded; delete it to begin again");
    }
  }

  static Path part(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  static Path state(Path target) {
    return target.resolveSibling(target.getFileName() + ".part.state");
  }

  /** The rows whose results are in it from before. */
  Tally before() {
    return before;
  }

  @Override
  public void write(String lines) throws IOException {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    int written = 0;
    while (written < bytes.length) {
      if (!buffer.hasRemaining()) {
        drain();
      }
      int more = Math.min(buffer.remaining(), bytes.length - written);
      buffer.put(bytes, written, more);
      written += more;
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Nobody waits for a part. */
  @Override
  public void flush() {}

  @Override
  public void settled(Tally tally) throws IOException {
    if (System.nanoTime() - recordedAt >= interval.toNanos()) {
      drain();
      channel.force(false);
      new JobState(fingerprint, tally, channel.position()).write(state(target));
      recorded = true;
      recordedAt = System.nanoTime();
    }
  }

  /** Moves it to its place. */
  void complete() throws IOException {
    drain();
    channel.force(false);
    Files.move(
        part(target), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(state(target));
    channel.close(); // The last thing, for it lets other runs go.
  }

  /** Leaves a part that can be continued, and no other. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      if (!recorded) {
        Files.deleteIfExists(part(target));
      }
      channel.close();
    }
  }
}
