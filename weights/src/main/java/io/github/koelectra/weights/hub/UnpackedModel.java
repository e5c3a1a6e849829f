package io.github.koelectra.weights.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The files of a bundled model, and where they are unpacked.
 *
 * @param folder the name of its folder, which tells its content
 * @param files what is in them, by their names
 */
record UnpackedModel(String folder, SortedMap<String, byte[]> files) {
  private static final System.Logger LOGGER = System.getLogger(UnpackedModel.class.getName());

  /** Where models are of which no cache could be written, by the names of their folders. */
  private static final Map<String, Path> TEMPORARY = new HashMap<>();

  /** Reads all files of a model. */
  static UnpackedModel read(BundledModel model) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String file : model.files()) {
      if (!RemoteFile.isPlain(file) || file.contains("/")) {
        throw new IOException(model.name() + " has a file '" + file + "' that leaves its folder");
      }
      try (InputStream content = model.open(file)) {
        files.put(file, content.readAllBytes());
      }
    }
    return new UnpackedModel(model.name() + "-" + digest(files), files);
  }

  /** Tells contents apart; two checksums, for every start computes them of all there is. */
  private static String digest(SortedMap<String, byte[]> files) {
    Checksum first = new CRC32();
    Checksum second = new CRC32C();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] head = (file.getKey() + "\0" + file.getValue().length + "\0").getBytes(UTF_8);
      for (Checksum sum : List.of(first, second)) {
        sum.update(head);
        sum.update(file.getValue());
      }
    }
    HexFormat digits = HexFormat.of();
    return digits.toHexDigits((int) first.getValue()) + digits.toHexDigits((int) second.getValue());
  }

  /** The directory of the files, below {@code cache} or, if that cannot be, a temporary one. */
  Path in(Path cache) throws IOException {
    Path directory = cache.resolve(folder);
    if (isWhole(directory)) {
      return directory;
    }
    try (FileGuard _ = FileGuard.of(cache.resolve("." + folder + ".lock"))) {
      if (!isWhole(directory)) { // Another may have unpacked it in the meantime.
        CacheTag.write(cache);
        unpack(directory);
      }
      return directory;
    } catch (HubException e) {
      LOGGER.log(System.Logger.Level.DEBUG, e.getMessage());
      return temporary();
    }
  }

  /** Whether the directory has these very files. */
  private boolean isWhole(Path directory) {
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path there = directory.resolve(file.getKey());
        boolean same =
            Files.isRegularFile(there)
                && Files.size(there) == file.getValue().length
                && Arrays.equals(Files.readAllBytes(there), file.getValue());
        if (!same) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false; // What cannot be read is as good as not there.
    }
  }

  /** Puts a whole directory in place, instead of a damaged one if there is one. */
  private void unpack(Path directory) throws HubException {
    try {
      Path made = Files.createTempDirectory(directory.getParent(), "." + folder + ".");
      try {
        fill(made);
        remove(directory);
        Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        remove(made);
      }
    } catch (IOException e) {
      throw Disk.failure(directory, e);
    }
  }

  private void fill(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
  }

  private static void remove(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
        for (Path file : all) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(directory);
  }

  private Path temporary() throws IOException {
    synchronized (TEMPORARY) {
      Path known = TEMPORARY.get(folder);
      if (known != null && isWhole(known)) {
        return known;
      }
      Path made = Files.createTempDirectory("koelectra-");
      made.toFile().deleteOnExit(); // The last that is registered goes first: its files.
      for (String file : files.keySet()) {
        made.resolve(file).toFile().deleteOnExit();
      }
      fill(made);
      TEMPORARY.put(folder, made);
      return made;
    }
  }
}
