package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One model's folder of the cache, laid out as Hugging Face's client does:
 *
 * <pre>
 * models--org--name/blobs/ETAG                  the content
 *                  /snapshots/COMMIT/FILE       a relative link to it
 *                  /refs/REVISION               the commit a branch or tag stood for
 *                  /.no_exist/COMMIT/FILE       the commit has no such file
 * .locks/models--org--name/ETAG.lock            held while the content comes
 * </pre>
 */
record CachedModel(HubSettings settings, ModelName model) {
  private static final int LONGEST_REF = 256;
  private static final Pattern COMMIT = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  private Path folder() {
    return settings.cache().resolve(model.folder());
  }

  Path blob(String etag) {
    return folder().resolve("blobs").resolve(etag);
  }

  /**
   * Where content grows; its own name, for older clients of Hugging Face's write ETAG.incomplete.
   */
  Path incomplete(String etag) {
    return folder().resolve("blobs").resolve(etag + ".koelectra.incomplete");
  }

  Path lock(String etag) {
    return settings.cache().resolve(".locks").resolve(model.folder()).resolve(etag + ".lock");
  }

  Path snapshot(String commit) {
    return folder().resolve("snapshots").resolve(commit);
  }

  Path pointer(String commit, String file) {
    return snapshot(commit).resolve(file);
  }

  /** The commit that the revision stood for when somebody last asked. */
  Optional<String> commit() {
    if (model.isCommit()) {
      return Optional.of(model.revision());
    }
    Path ref = folder().resolve("refs").resolve(model.revision());
    try {
      if (!Files.isRegularFile(ref) || Files.size(ref) > LONGEST_REF) {
        return Optional.empty();
      }
      return Optional.of(Files.readString(ref).strip()).filter(c -> COMMIT.matcher(c).matches());
    } catch (IOException e) {
      return Optional.empty(); // Unreadable is as good as unknown.
    }
  }

  /** A file as the cache has it. */
  Optional<Path> find(String commit, String file) {
    return Optional.of(pointer(commit, file)).filter(Files::isRegularFile);
  }

  /** Whether the hub once said that the commit has no such file. */
  boolean isKnownMissing(String commit, String file) {
    return Files.exists(folder().resolve(".no_exist").resolve(commit).resolve(file));
  }

  /**
   * Notes that a commit the cache holds has no such file; one that cannot be written goes without.
   */
  void noteMissing(String commit, String file) {
    if (!COMMIT.matcher(commit).matches() || !Files.isDirectory(snapshot(commit))) {
      return;
    }
    Path note = folder().resolve(".no_exist").resolve(commit).resolve(file);
    try {
      Files.createDirectories(note.getParent());
      Files.createFile(note);
    } catch (IOException e) {
      return; // It is asked for again.
    }
  }

  /**
   * Makes the folders for a commit and notes what the revision stands for; in this order, for a
   * revision of no snapshot is a broken cache to Hugging Face's client.
   */
  void prepare(String commit) throws HubException {
    Path snapshot = snapshot(commit);
    try {
      Files.createDirectories(snapshot);
      Files.createDirectories(folder().resolve("blobs"));
      CacheTag.write(settings.cache());
      remember(commit);
    } catch (IOException e) {
      throw Disk.failure(snapshot, e);
    }
  }

  /** Notes what the revision stands for now. */
  void remember(String commit) throws IOException {
    if (model.revision().equals(commit) || commit().equals(Optional.of(commit))) {
      return;
    }
    Path ref = folder().resolve("refs").resolve(model.revision());
    Files.createDirectories(ref.getParent());
    Path written = beside(ref);
    try {
      Files.writeString(written, commit);
      Files.move(written, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** Makes the snapshot's file of content that is there; a copy where there are no links. */
  Path link(RemoteFile remote, boolean contentIsNew) throws HubException {
    Path pointer = pointer(remote.commit(), remote.file());
    Path blob = blob(remote.etag());
    if (!pointer.normalize().startsWith(snapshot(remote.commit()))) {
      throw new HubException(Kind.NAME, "'" + remote.file() + "' leaves the folder of its model");
    }
    try {
      Files.createDirectories(pointer.getParent());
      Path made = beside(pointer);
      try {
        if (!isLinked(made, pointer.getParent().relativize(blob))) {
          copy(blob, made, contentIsNew);
        }
        Files.move(
            made, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(made);
      }
      return pointer;
    } catch (IOException e) {
      throw Disk.failure(pointer, e);
    }
  }

  private boolean isLinked(Path link, Path target) throws FileAlreadyExistsException {
    if (!settings.symbolicLinks()) {
      return false;
    }
    try {
      Files.createSymbolicLink(link, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // Windows without developer mode, or a file system that has none.
    }
  }

  /** New content is moved, as nothing else refers to it; Hugging Face's client does so too. */
  private static void copy(Path blob, Path to, boolean contentIsNew) throws IOException {
    if (contentIsNew) {
      Files.move(blob, to, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.copy(blob, to);
    }
  }

  private static Path beside(Path file) {
    String random = UUID.randomUUID().toString().substring(0, 8);
    return file.resolveSibling("." + file.getFileName() + "." + random + ".tmp");
  }
}
