package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import io.github.koelectra.weights.hub.Transport.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * Brings one file: into a file beside its place, going on where an earlier try ended, checked, and
 * moved to its place whole. For one file, by one thread that holds its lock.
 */
final class Download {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Set<Integer> EXPIRED = Set.of(401, 403, 404, 410);

  /** After so many bytes that no try brought before, earlier failures are forgiven. */
  private static final long FORGIVEN = 1 << 20;

  private static final int CHECK_BUFFER = 1 << 16;

  private final HubConnection connection;
  private final Path incomplete;
  private RemoteFile remote;
  private long furthest;

  Download(HubConnection connection, RemoteFile remote, Path incomplete) {
    this.connection = connection;
    this.remote = remote;
    this.incomplete = incomplete;
  }

  /** Brings the file to {@code destination}. */
  void to(Path destination) throws IOException {
    DownloadListener listener = connection.listener();
    listener.started(remote.file(), remote.size());
    try {
      Retry retry = connection.retry(Retry.TRIES);
      retry.run(() -> attempt(retry));
      move(destination);
    } catch (HubException e) {
      if (e.kind() == Kind.DISK_FULL) {
        Files.deleteIfExists(incomplete); // It would only be in the way.
      }
      throw e;
    } finally {
      listener.finished();
    }
  }

  private void move(Path destination) throws HubException {
    try {
      Files.move(
          incomplete,
          destination,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Disk.failure(destination, e);
    }
  }

  private Path attempt(Retry retry) throws IOException {
    try (FileChannel file = open()) {
      Checksum checksum = Checksum.of(remote.etag(), remote.size());
      resume(file, checksum);
      if (remote.size() < 0 || position(file) < remote.size()) {
        checksum = fetch(file, checksum, retry);
      }
      if (!checksum.matches()) {
        truncate(file);
        throw wrong("its checksum is not the one the hub announced");
      }
      force(file);
      return incomplete;
    }
  }

  private FileChannel open() throws HubException {
    try {
      return FileChannel.open(
          incomplete, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Disk.failure(incomplete, e);
    }
  }

  /** Goes to the end of what an earlier try brought, checking it on the way. */
  private void resume(FileChannel file, Checksum checksum) throws HubException {
    try {
      if (remote.size() < 0 || file.size() > remote.size()) {
        file.truncate(0);
      }
      ByteBuffer buffer = ByteBuffer.allocate(CHECK_BUFFER);
      while (file.read(buffer.clear()) >= 0) {
        checksum.update(buffer.flip());
      }
      file.position(file.size());
    } catch (IOException e) {
      throw Disk.failure(incomplete, e);
    }
  }

  private Checksum fetch(FileChannel file, Checksum resumed, Retry retry) throws IOException {
    long from = position(file);
    Disk.checkRoom(incomplete.toAbsolutePath().getParent(), remote.size() - from);
    try (Answer answer = connection.transport().get(remote.uri(), from)) {
      check(answer, file, from);
      Checksum checksum = resumed;
      if (from > 0 && answer.status() == OK) {
        truncate(file); // This server sends all or nothing.
        checksum = Checksum.of(remote.etag(), remote.size());
      }
      receive(answer, file, checksum, retry);
      return checksum;
    }
  }

  private void check(Answer answer, FileChannel file, long from) throws IOException {
    boolean partial = from > 0 && answer.status() == PARTIAL;
    if (answer.status() == RANGE_NOT_SATISFIABLE) {
      truncate(file);
      throw wrong("it is shorter than announced");
    }
    if (answer.status() != OK && !partial) {
      refused(answer);
    }
    String range = answer.header("Content-Range").orElse("");
    if (partial && !range.startsWith("bytes " + from + "-")) {
      truncate(file);
      throw wrong("another part came than was asked for");
    }
    long wanted = remote.size() - (partial ? from : 0);
    long coming = answer.number("Content-Length").orElse(wanted);
    if (remote.size() >= 0 && coming != wanted) {
      throw wrong(wanted + " bytes were announced, and " + coming + " come");
    }
  }

  /** Signed addresses expire: the hub gives a new one. */
  private void refused(Answer answer) throws IOException {
    if (connection.transport().isHub(answer.uri()) || !EXPIRED.contains(answer.status())) {
      throw refusal(answer);
    }
    RemoteFile again =
        connection
            .hub()
            .find(remote.model(), remote.file())
            .file()
            .orElseThrow(() -> refusal(answer));
    if (!again.etag().equals(remote.etag()) || again.size() != remote.size()) {
      throw wrong("the hub announces another file now");
    }
    remote = again;
    String sentence = answer.uri().getHost() + " answers with status " + answer.status();
    throw new Passing(
        new HubException(
            Kind.SERVER, sentence + " for " + remote.file() + " of " + remote.model()));
  }

  private IOException refusal(Answer answer) {
    return Refusals.of(answer, remote.model(), remote.file(), connection.settings());
  }

  private void receive(Answer answer, FileChannel file, Checksum checksum, Retry retry)
      throws IOException {
    long done = position(file);
    List<ByteBuffer> part = next(answer);
    while (!part.isEmpty()) {
      for (ByteBuffer bytes : part) {
        checksum.update(bytes);
        done += bytes.remaining();
        if (remote.size() >= 0 && done > remote.size()) {
          truncate(file);
          throw wrong("more comes than was announced");
        }
        write(file, bytes);
      }
      if (done - furthest > FORGIVEN) {
        furthest = done;
        retry.wentOn();
      }
      connection.listener().progressed(done);
      part = next(answer);
    }
    if (remote.size() >= 0 && done < remote.size()) {
      throw wrong("only " + done + " of " + remote.size() + " bytes came");
    }
  }

  private List<ByteBuffer> next(Answer answer) throws IOException {
    return Hub.next(answer, connection.settings().readTimeout());
  }

  private void write(FileChannel file, ByteBuffer bytes) throws HubException {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw Disk.failure(incomplete, e);
    }
  }

  private long position(FileChannel file) throws HubException {
    try {
      return file.position();
    } catch (IOException e) {
      throw Disk.failure(incomplete, e);
    }
  }

  private void truncate(FileChannel file) throws HubException {
    try {
      file.truncate(0);
      file.position(0);
    } catch (IOException e) {
      throw Disk.failure(incomplete, e);
    }
  }

  /** A file that lost its end in a power failure would pass for whole ever after. */
  private void force(FileChannel file) throws HubException {
    try {
      file.force(false);
    } catch (IOException e) {
      throw Disk.failure(incomplete, e);
    }
  }

  private Passing wrong(String what) {
    return new Passing(
        new HubException(
            Kind.CORRUPT,
            remote.file()
                + " of "
                + remote.model()
                + " does not come whole: "
                + what
                + "; try again later"));
  }
}
