package io.github.koelectra.train.run;

import io.github.koelectra.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** {@code metrics.jsonl}: a line of JSON for each interval and each evaluation. For one thread. */
final class MetricsLog implements AutoCloseable {
  static final String NAME = "metrics.jsonl";

  private final Path file;
  private final FileChannel channel;

  private MetricsLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens the log of {@code directory}, a new one if there is none. */
  static MetricsLog open(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return new MetricsLog(file, channel);
  }

  /** Its length in bytes. */
  long bytes() throws IOException {
    return channel.position();
  }

  /** Drops what is behind the first {@code bytes} bytes and goes on there. */
  void continueAt(long bytes) throws IOException {
    if (channel.size() < bytes) {
      throw new IOException(
          file + ": shorter than when the checkpoint was written; begin again with --overwrite");
    }
    channel.truncate(bytes).position(bytes);
  }

  /** One more line. */
  void write(Map<String, Object> members) throws IOException {
    ByteBuffer line =
        ByteBuffer.wrap((Json.write(members) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
