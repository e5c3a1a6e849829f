package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The models of a cache, whoever downloaded them. Reads and removes; asks no hub. */
public final class HubCache {
  private static final String PREFIX = "models--";

  private final Path root;

  /** The cache in a folder, which need not exist. */
  public HubCache(Path root) {
    this.root = root;
  }

  /**
   * One commit of a model in the cache.
   *
   * @param refs the branches and tags that stood for it
   * @param directory its files
   */
  public record Revision(String commit, List<String> refs, Path directory) {
    /** Copies the names. */
    public Revision {
      refs = List.copyOf(refs);
    }
  }

  /**
   * A model in the cache.
   *
   * @param name its name on the hub
   * @param bytes what it takes of the disk
   * @param revisions its commits, sorted
   */
  public record Model(String name, long bytes, List<Revision> revisions) {
    /** Copies the revisions. */
    public Model {
      revisions = List.copyOf(revisions);
    }
  }

  /** All models, sorted by name. */
  public List<Model> list() throws IOException {
    List<Model> models = new ArrayList<>();
    for (Path folder : children(root)) {
      String name = folder.getFileName().toString();
      if (name.startsWith(PREFIX) && Files.isDirectory(folder)) {
        models.add(model(folder, name.substring(PREFIX.length()).replace("--", "/")));
      }
    }
    return models;
  }

  private static Model model(Path folder, String name) throws IOException {
    Map<String, List<String>> refs = refs(folder.resolve("refs"));
    List<Revision> revisions = new ArrayList<>();
    for (Path snapshot : children(folder.resolve("snapshots"))) {
      String commit = snapshot.getFileName().toString();
      if (Files.isDirectory(snapshot)) {
        revisions.add(new Revision(commit, refs.getOrDefault(commit, List.of()), snapshot));
      }
    }
    long bytes = 0;
    for (Path file : files(folder)) {
      bytes += Files.isSymbolicLink(file) ? 0 : Files.size(file);
    }
    return new Model(name, bytes, revisions);
  }

  private static Map<String, List<String>> refs(Path folder) throws IOException {
    Map<String, List<String>> refs = new TreeMap<>();
    for (Path file : files(folder)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      refs.computeIfAbsent(Files.readString(file).strip(), _ -> new ArrayList<>()).add(name);
    }
    return refs;
  }

  /**
   * Removes a model with all its revisions.
   *
   * @return the bytes the disk has again
   * @throws HubException if it is not there, or cannot be removed
   */
  public long remove(String repository) throws IOException {
    Model model = find(repository);
    String folder = ModelName.of(repository, ModelName.MAIN).folder();
    // In this order what is left of an interrupted removal is still a cache.
    delete(root.resolve(folder).resolve("refs"));
    delete(root.resolve(folder).resolve("snapshots"));
    delete(root.resolve(folder));
    delete(root.resolve(".locks").resolve(folder));
    return model.bytes();
  }

  /**
   * Removes one revision, a branch, tag or commit, and the content no other revision has.
   *
   * @return the bytes the disk has again
   * @throws HubException if it is not there, or cannot be removed
   */
  public long remove(ModelName name) throws IOException {
    Model model = find(name.repository());
    String wanted = name.revision();
    Revision revision =
        model.revisions().stream()
            .filter(r -> r.commit().equals(wanted) || r.refs().contains(wanted))
            .findFirst()
            .orElseThrow(() -> missing(name.toString()));
    if (model.revisions().size() == 1) {
      return remove(name.repository());
    }
    Path folder = root.resolve(name.folder());
    for (String ref : revision.refs()) {
      delete(folder.resolve("refs").resolve(ref));
    }
    delete(folder.resolve("snapshots").resolve(revision.commit()));
    delete(folder.resolve(".no_exist").resolve(revision.commit()));
    removeUnused(folder);
    return model.bytes() - find(name.repository()).bytes();
  }

  private static void removeUnused(Path folder) throws IOException {
    Set<Path> used = new HashSet<>();
    for (Path file : files(folder.resolve("snapshots"))) {
      if (Files.isSymbolicLink(file)) {
        used.add(file.resolveSibling(Files.readSymbolicLink(file)).normalize());
      }
    }
    for (Path blob : files(folder.resolve("blobs"))) {
      if (!used.contains(blob.normalize())) {
        delete(blob);
      }
    }
  }

  private Model find(String repository) throws IOException {
    return list().stream()
        .filter(m -> m.name().equals(repository))
        .findFirst()
        .orElseThrow(() -> missing(repository));
  }

  private HubException missing(String name) {
    return new HubException(
        Kind.NO_MODEL, name + " is not in the cache " + root + "; see 'koelectra cache list'");
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  /** Everything below a folder that is none itself; links are not followed. */
  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> Files.isSymbolicLink(f) || !Files.isDirectory(f)).sorted().toList();
    }
  }

  private static void delete(Path path) throws HubException {
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException e) {
      return; // Gone is gone.
    } catch (IOException e) {
      throw Disk.failure(path, e);
    }
  }
}
