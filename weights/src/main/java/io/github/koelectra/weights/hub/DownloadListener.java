package io.github.koelectra.weights.hub;

import java.time.Duration;

/**
 * Looks on while files come. Called for one file after the other, on the thread that downloads;
 * what is in the cache already is not told.
 */
public interface DownloadListener {
  /** Does not look. */
  DownloadListener NONE =
      new DownloadListener() {
        @Override
        public void started(String file, long size) {}

        @Override
        public void progressed(long done) {}

        @Override
        public void waiting(Duration delay, String reason) {}

        @Override
        public void finished() {}
      };

  /**
   * A file begins to come.
   *
   * @param size its bytes; negative if the hub does not say
   */
  void started(String file, long size);

  /** So many bytes of the file are there by now; fewer than before if it had to begin again. */
  void progressed(long done);

  /** Something failed, or another process downloads the same; it goes on after {@code delay}. */
  void waiting(Duration delay, String reason);

  /** The file is there, or could not be had. */
  void finished();
}
