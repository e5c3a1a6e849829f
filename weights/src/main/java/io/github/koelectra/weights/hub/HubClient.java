package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Brings models from a Hugging Face hub into its cache, where Hugging Face's own programs find them
 * too, and the other way round. What the cache has whole is not downloaded again; where the hub
 * cannot be reached the cache has to do.
 *
 * <p>Safe to use from several threads and processes at once, but for the listener, which is told
 * from each thread that downloads.
 */
public final class HubClient implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(HubClient.class.getName());

  private final HubConnection connection;

  /** A client whose downloads {@code listener} looks on. */
  public HubClient(HubSettings settings, DownloadListener listener) {
    this(settings, listener, Thread::sleep);
  }

  HubClient(HubSettings settings, DownloadListener listener, Retry.Sleeper sleeper) {
    connection = HubConnection.open(settings, listener, sleeper);
  }

  /**
   * Brings what a model is opened from: configuration, vocabulary and weights, safetensors if there
   * are any and PyTorch's otherwise.
   *
   * @return the directory they are in together
   * @throws HubException in one sentence, if it cannot be had
   */
  public Path model(ModelName model) throws IOException {
    return ModelFiles.bring(connection, model);
  }

  /**
   * Brings one file.
   *
   * @param file its name, with slashes
   * @return where it is in the cache
   * @throws HubException in one sentence, if it cannot be had
   */
  public Path file(ModelName model, String file) throws IOException {
    return new CachedFiles(connection, model).get(file);
  }

  /**
   * Brings all files of a model that {@code patterns} mean. Where the hub cannot be reached it is
   * what the cache has of them, and the log says so.
   *
   * @return the directory they are in together
   * @throws HubException in one sentence, if they cannot be had
   */
  public Path snapshot(ModelName model, FilePatterns patterns) throws IOException {
    CachedModel cached = new CachedModel(connection.settings(), model);
    Hub.Listing listing;
    try {
      listing = list(model, patterns);
    } catch (HubException e) {
      Optional<Path> kept = cached.commit().map(cached::snapshot).filter(Files::isDirectory);
      boolean away = e.kind() == Kind.NO_NETWORK || e.kind() == Kind.OFFLINE;
      if (kept.isPresent() && (away || e.kind() == Kind.SERVER)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "{0}: taking what the cache has, which may not be all ({1})",
            model,
            e.kind() == Kind.OFFLINE ? "HF_HUB_OFFLINE is set" : "the hub cannot be reached");
        return kept.get();
      }
      throw e;
    }
    String commit = listing.model().revision();
    cached.prepare(commit);
    CachedFiles files = new CachedFiles(connection, listing.model());
    for (String file : listing.files()) {
      files.get(file);
    }
    return cached.snapshot(commit);
  }

  /**
   * Puts all files of a model that {@code patterns} mean into a directory of the user's own, as
   * plain files.
   *
   * @throws HubException in one sentence, if they cannot be had
   */
  public void copy(ModelName model, FilePatterns patterns, Path directory) throws IOException {
    Hub.Listing listing = list(model, patterns);
    LocalFolder folder = new LocalFolder(connection, directory);
    for (String file : listing.files()) {
      Hub.Found found =
          connection.retry(Retry.TRIES).run(() -> connection.hub().find(listing.model(), file));
      folder.bring(
          found
              .file()
              .orElseThrow(() -> new HubException(Kind.NO_FILE, model + " has no file " + file)));
    }
  }

  private Hub.Listing list(ModelName model, FilePatterns patterns) throws IOException {
    connection.checkOnline(model, "the list of files");
    Hub.Listing listing = connection.retry(Retry.TRIES).run(() -> connection.hub().list(model));
    List<String> files = listing.files().stream().filter(patterns::matches).toList();
    for (String file : files) {
      if (!RemoteFile.isPlain(file)) {
        throw new HubException(
            Kind.NAME, model + " has a file '" + file + "' that leaves its folder; it is refused");
      }
    }
    if (files.isEmpty()) {
      throw new HubException(Kind.NO_FILE, "no file of " + model + " is meant by these patterns");
    }
    return new Hub.Listing(listing.model(), files);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    connection.close();
  }
}
