package io.github.koelectra.weights.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A folder of the user's own that a model's files are put into, plain files under their names. What
 * is known of them lies in {@code .cache/huggingface/download} below it, as Hugging Face's client
 * keeps it.
 */
record LocalFolder(HubConnection connection, Path folder) {
  private static final int CHECK_BUFFER = 1 << 16;
  private static final int LINES = 3;
  private static final double MILLIS = 1000.0;

  private Path notes(String file, String ending) {
    Path kept = folder.resolve(".cache").resolve("huggingface").resolve("download");
    return kept.resolve(file + ending);
  }

  /** Puts a file there, unless it is there in this version. */
  void bring(RemoteFile remote) throws IOException {
    Path file = folder.resolve(remote.file());
    prepare(remote.file());
    try (FileGuard _ = FileGuard.of(notes(remote.file(), ".lock"))) {
      if (!isThere(remote, file)) {
        Optional<Path> cached =
            new CachedModel(connection.settings(), remote.model())
                .find(remote.commit(), remote.file());
        if (cached.isPresent()) {
          copy(cached.get(), file);
        } else {
          Path incomplete = notes(remote.file(), "." + remote.etag() + ".incomplete");
          new Download(connection, remote, incomplete).to(file);
        }
      }
      note(remote);
    }
  }

  private void prepare(String file) throws HubException {
    Path kept = folder.resolve(".cache").resolve("huggingface");
    try {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.createDirectories(notes(file, "").getParent());
      CacheTag.write(kept);
      if (!Files.exists(kept.resolve(".gitignore"))) {
        Files.writeString(kept.resolve(".gitignore"), "*");
      }
    } catch (IOException e) {
      throw Disk.failure(folder, e);
    }
  }

  private boolean isThere(RemoteFile remote, Path file) throws HubException {
    try {
      if (!Files.isRegularFile(file)) {
        return false;
      }
      Path notes = notes(remote.file(), ".metadata");
      List<String> lines = Files.exists(notes) ? Files.readAllLines(notes) : List.of();
      boolean changed =
          lines.size() < LINES
              || Files.getLastModifiedTime(file).toMillis() / MILLIS - 1 > seconds(lines.get(2));
      if (!changed) {
        return lines.get(1).equals(remote.etag());
      }
      return remote.size() == Files.size(file) && isRight(remote, file);
    } catch (IOException e) {
      throw Disk.failure(file, e);
    }
  }

  private static double seconds(String text) {
    return text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?") ? Double.parseDouble(text) : 0;
  }

  private static boolean isRight(RemoteFile remote, Path file) throws IOException {
    Checksum checksum = Checksum.of(remote.etag(), remote.size());
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(CHECK_BUFFER);
      while (channel.read(buffer.clear()) >= 0) {
        checksum.update(buffer.flip());
      }
    }
    return checksum.tells() && checksum.matches();
  }

  private static void copy(Path from, Path to) throws HubException {
    Path copied = to.resolveSibling("." + to.getFileName() + ".tmp");
    try {
      Files.copy(from, copied, StandardCopyOption.REPLACE_EXISTING);
      Files.move(copied, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      throw Disk.failure(from, e);
    } catch (IOException e) {
      throw Disk.failure(to, e);
    }
  }

  private void note(RemoteFile remote) throws HubException {
    Path notes = notes(remote.file(), ".metadata");
    String now = String.format(Locale.ROOT, "%.3f", Instant.now().toEpochMilli() / MILLIS);
    try {
      Files.writeString(notes, remote.commit() + "\n" + remote.etag() + "\n" + now + "\n");
    } catch (IOException e) {
      throw Disk.failure(notes, e);
    }
  }
}
