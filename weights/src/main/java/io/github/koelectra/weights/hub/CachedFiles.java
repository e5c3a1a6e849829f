package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Files of one model, from the cache where it has them and from the hub where not. */
final class CachedFiles {
  /**
   * Failures after which what the cache has is better than nothing, as for Hugging Face's client.
   */
  private static final Set<Kind> CACHE_WILL_DO =
      Set.of(
          Kind.NO_NETWORK,
          Kind.SERVER,
          Kind.ANSWER,
          Kind.OFFLINE,
          Kind.NO_MODEL,
          Kind.GATED,
          Kind.UNAUTHORIZED);

  private final HubConnection connection;
  private final CachedModel cached;
  private Optional<HubException> unreachable = Optional.empty();

  CachedFiles(HubConnection connection, ModelName model) {
    this.connection = connection;
    this.cached = new CachedModel(connection.settings(), model);
  }

  /** The same model at the commit that was found; a hub that did not answer is not asked again. */
  CachedFiles at(String commit) {
    CachedFiles files = new CachedFiles(connection, cached.model().at(commit));
    files.unreachable = unreachable;
    return files;
  }

  /** Whether the hub did not answer, and the cache had to do. */
  boolean isUnreachable() {
    return unreachable.isPresent();
  }

  CachedModel cached() {
    return cached;
  }

  /**
   * A file, up to date if the hub can be asked. A revision that is a commit asks nobody for what
   * the cache knows.
   *
   * @throws HubException of kind {@code NO_FILE} if the model has no such file
   */
  Path get(String file) throws IOException {
    if (!RemoteFile.isPlain(file)) {
      throw new HubException(Kind.NAME, "'" + file + "' is no name of a file below a model");
    }
    ModelName model = cached.model();
    Optional<Path> known = cached.commit().flatMap(commit -> cached.find(commit, file));
    if (model.isCommit() && known.isPresent()) {
      return known.get();
    }
    if (model.isCommit() && cached.isKnownMissing(model.revision(), file)) {
      throw missing(file);
    }
    RemoteFile remote;
    try {
      remote = find(file, known.isPresent() ? 1 : Retry.TRIES);
    } catch (HubException e) {
      if (known.isPresent() && CACHE_WILL_DO.contains(e.kind())) {
        unreachable = Optional.of(e);
        return known.get();
      }
      throw e;
    }
    return get(remote);
  }

  private RemoteFile find(String file, int tries) throws IOException {
    if (unreachable.isPresent()) {
      throw unreachable.get();
    }
    connection.checkOnline(cached.model(), file);
    Hub.Found found =
        connection.retry(tries).run(() -> connection.hub().find(cached.model(), file));
    if (found.file().isEmpty()) {
      cached.noteMissing(found.commit(), file);
      throw missing(file);
    }
    return found.file().get();
  }

  private HubException missing(String file) {
    return new HubException(Kind.NO_FILE, cached.model() + " has no file " + file);
  }

  private Path get(RemoteFile remote) throws IOException {
    Path pointer = cached.pointer(remote.commit(), remote.file());
    if (Files.isRegularFile(pointer)) {
      try {
        cached.remember(remote.commit());
      } catch (IOException e) {
        return pointer; // A cache that cannot be written can still be read.
      }
      return pointer;
    }
    cached.prepare(remote.commit());
    try (FileGuard _ = FileGuard.of(cached.lock(remote.etag()))) {
      return held(remote, pointer);
    }
  }

  /** While others are held off, who may have brought it in the meantime. */
  private Path held(RemoteFile remote, Path pointer) throws IOException {
    if (Files.isRegularFile(pointer)) {
      return pointer;
    }
    Path blob = cached.blob(remote.etag());
    boolean isNew = !Files.isRegularFile(blob);
    if (isNew) {
      new Download(connection, remote, cached.incomplete(remote.etag())).to(blob);
    }
    return cached.link(remote, isNew);
  }
}
