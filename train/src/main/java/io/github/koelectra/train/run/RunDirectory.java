package io.github.koelectra.train.run;

import io.github.koelectra.json.Json;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The output folder of a run: its settings, its log and its checkpoints. While it is open, no other
 * run writes there. For one thread.
 *
 * <pre>{@code
 * Set<String> results = Set.of("model.safetensors", "config.json");
 * try (RunDirectory directory = RunDirectory.open(path, RunDirectory.Mode.NEW, results)) {
 *   ...
 * }
 * }</pre>
 */
public final class RunDirectory implements AutoCloseable {
  /** The file that says how a run trains. */
  public static final String SETTINGS = "settings.json";

  /** Its key that tells that a run of this engine writes in its folder; it is no setting. */
  public static final String MARK = "koelectra_run";

  /** The value of that key: how a folder of a run is laid out. */
  private static final long LAYOUT = 1;

  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-([0-9]{1,18})");
  private static final Pattern UNFINISHED = Pattern.compile("\\.koelectra-[0-9a-f]{1,16}\\.part");

  private final Path path;
  private final RunLock lock;
  private final MetricsLog log;
  private final Disk disk;

  private RunDirectory(Path path, RunLock lock, MetricsLog log, Disk disk) {
    this.path = path;
    this.lock = lock;
    this.log = log;
    this.disk = disk;
  }

  /** What may be there before. */
  public enum Mode {
    /** Nothing. */
    NEW,
    /** A run that is to be continued; a new one begins where there is nothing. */
    RESUME,
    /** A run that may be deleted. */
    OVERWRITE
  }

  /**
   * Opens the folder {@code path} for a run; it is made if its parent is there.
   *
   * @param results the names of the files and folders that such a run leaves besides: what may be
   *     deleted when it begins again
   * @throws IOException if something is there that must stay, or another run writes there
   */
  public static RunDirectory open(Path path, Mode mode, Set<String> results) throws IOException {
    return open(path, mode, results, Disk.REAL);
  }

  static RunDirectory open(Path path, Mode mode, Set<String> results, Disk disk)
      throws IOException {
    check(path, mode);
    if (!Files.isDirectory(path)) {
      Files.createDirectory(path);
    }
    RunLock lock = RunLock.take(path);
    try {
      if (mode == Mode.OVERWRITE || !isMarked(path)) {
        writeSettings(path, Map.of());
      }
      RunDirectory opened = new RunDirectory(path, lock, MetricsLog.open(path), disk);
      opened.clear(mode, results);
      return opened;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Checks whether a run may begin in the folder {@code path}, without touching it.
   *
   * @throws IOException as {@link #open} does, but for another run that writes there
   */
  public static void check(Path path, Mode mode) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IOException(path + ": is there and no directory; name another place");
    }
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new IOException(path + ": there is no directory " + parent + " to put it in");
    }
    List<Path> there =
        contents(path).stream().filter(file -> !file.endsWith(RunLock.NAME)).toList();
    if (!there.isEmpty()) {
      checkMayStay(path, mode);
    }
  }

  private static void checkMayStay(Path path, Mode mode) throws IOException {
    boolean run = Files.exists(path.resolve(MetricsLog.NAME)) && isMarked(path);
    if (mode == Mode.NEW) {
      String instead =
          run
              ? "; continue its run with --resume, begin again with --overwrite, or name another"
                  + " place"
              : "; name another place";
      throw new IOException(path + ": is there and not empty" + instead);
    }
    if (!run) {
      String what = mode == Mode.RESUME ? "can be continued" : "may be overwritten";
      throw new IOException(
          path + ": holds files and no training run that " + what + "; name another place");
    }
  }

  /** Others have files of these names too. */
  private static boolean isMarked(Path path) {
    try {
      return Json.readObject(path.resolve(SETTINGS)).members().containsKey(MARK);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes down how the run trains, instead of what is written there.
   *
   * @param settings by name, as {@link Json#write} takes them
   */
  public void writeSettings(Map<String, Object> settings) throws IOException {
    writeSettings(path, settings);
  }

  private static void writeSettings(Path path, Map<String, Object> settings) throws IOException {
    SequencedMap<String, Object> marked = new LinkedHashMap<>(settings);
    marked.putFirst(MARK, LAYOUT);
    JsonFile.write(path.resolve(SETTINGS), marked);
  }

  private void clear(Mode mode, Set<String> results) throws IOException {
    for (Path file : contents(path)) {
      String name = file.getFileName().toString();
      boolean ofRun = CHECKPOINT.matcher(name).matches() || results.contains(name);
      if (UNFINISHED.matcher(name).matches() || (mode == Mode.OVERWRITE && ofRun)) {
        delete(file);
      }
    }
    if (mode == Mode.OVERWRITE) {
      log.continueAt(0);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The checkpoint of the latest step, if there is one. */
  public Optional<Path> lastCheckpoint() throws IOException {
    List<Path> checkpoints = checkpoints();
    return checkpoints.isEmpty() ? Optional.empty() : Optional.of(checkpoints.getLast());
  }

  MetricsLog log() {
    return log;
  }

  /** In the order of their steps. */
  private List<Path> checkpoints() throws IOException {
    return contents(path).stream()
        .filter(file -> CHECKPOINT.matcher(file.getFileName().toString()).matches())
        .sorted(Comparator.comparingLong(RunDirectory::step))
        .toList();
  }

  private static long step(Path checkpoint) {
    Matcher name = CHECKPOINT.matcher(checkpoint.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  /** Writes what is in a checkpoint. */
  @FunctionalInterface
  interface Filler {
    void fill(Path directory) throws IOException;
  }

  /**
   * Writes the checkpoint of {@code step}: whole or not at all, also where the power is lost. Of
   * those of earlier steps the last {@code keep - 1} stay.
   */
  Path save(long step, int keep, Filler filler) throws IOException {
    Path target = path.resolve("checkpoint-" + step);
    try {
      Path filling = Files.createDirectory(temporary());
      try {
        filler.fill(filling);
        disk.force(path.resolve(MetricsLog.NAME)); // The checkpoint tells its length.
        disk.forceAll(filling);
        replace(target, filling);
        disk.force(path);
      } finally {
        delete(filling);
      }
      prune(step, keep);
    } catch (IOException e) {
      throw new IOException(target + ": cannot be written: " + reason(e) + whatStays(step), e);
    }
    return target;
  }

  /** What was there has another name before it is deleted: no half of it is ever a checkpoint. */
  private void replace(Path target, Path filled) throws IOException {
    Path old = temporary();
    boolean again = Files.exists(target);
    if (again) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(filled, target, StandardCopyOption.ATOMIC_MOVE);
    if (again) {
      delete(old);
    }
  }

  private Path temporary() {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return path.resolve(".koelectra-" + random + ".part");
  }

  /** Without the name of the temporary folder, which nobody has asked for. */
  private static String reason(IOException e) {
    Throwable first = e;
    while (first.getCause() instanceof IOException cause) {
      first = cause;
    }
    return first instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : String.valueOf(first.getMessage());
  }

  private String whatStays(long step) throws IOException {
    Optional<Path> last = lastCheckpoint().filter(checkpoint -> step(checkpoint) < step);
    return last.map(l -> "; " + l + " is whole: make room and continue with --resume").orElse("");
  }

  private void prune(long step, int keep) throws IOException {
    List<Path> all = new ArrayList<>(checkpoints());
    all.removeIf(checkpoint -> step(checkpoint) > step);
    for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
      Path leaving = temporary();
      Files.move(old, leaving, StandardCopyOption.ATOMIC_MOVE);
      delete(leaving);
    }
  }

  private static List<Path> contents(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** A file, or a folder with all that is in it. */
  private static void delete(Path path) throws IOException {
    if (!Files.isSymbolicLink(path)) {
      for (Path file : contents(path)) {
        delete(file);
      }
    }
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      log.close();
    }
  }
}
