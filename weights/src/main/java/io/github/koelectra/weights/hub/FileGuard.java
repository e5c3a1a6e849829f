package io.github.koelectra.weights.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds a lock file, against the threads of this process and against other processes. Where the
 * file system has no locks it holds off threads only: then two processes may download the same
 * twice.
 */
final class FileGuard implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(FileGuard.class.getName());

  /** File locks belong to the whole process, so its threads need a lock of their own. */
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private FileGuard(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /** Waits for the lock file, which is made if it is not there and stays behind. */
  static FileGuard of(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    ReentrantLock threads = THREADS.computeIfAbsent(absolute, _ -> new ReentrantLock());
    try {
      threads.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      return new FileGuard(threads, open(absolute));
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Disk.failure(file, e);
    }
    try {
      if (channel.tryLock() == null) {
        LOGGER.log(System.Logger.Level.INFO, "another process downloads this; waiting for it");
        channel.lock();
      }
    } catch (FileLockInterruptionException e) {
      channel.close();
      throw interrupted(e);
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "{0} cannot be locked: {1}", file, e.getMessage());
    }
    return channel;
  }

  private static InterruptedIOException interrupted(Exception e) {
    Thread.currentThread().interrupt();
    return (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
  }

  /** Lets others in. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
