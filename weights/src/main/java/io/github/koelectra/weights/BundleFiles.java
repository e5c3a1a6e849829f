package io.github.koelectra.weights;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.tensorflow.BundleReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the index of a TensorFlow checkpoint, by itself, by its prefix or in a directory. */
final class BundleFiles {
  private static final String LATEST = "checkpoint";
  private static final long LARGEST_LATEST = 1 << 16;
  private static final Pattern MODEL_PATH = Pattern.compile("model_checkpoint_path: \"([^\"]*)\"");
  private static final Pattern DATA = Pattern.compile("(.+)\\.data-\\d{5}-of-\\d{5}");
  private static final int NAMES_SHOWN = 5;

  private BundleFiles() {}

  /**
   * The index that {@code path} means: that file, the one of that prefix, the directory's only one,
   * or of several the one its file {@code checkpoint} names as the latest.
   *
   * @throws WeightFormatException if a directory has several and does not say which
   */
  static Optional<Path> index(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return inDirectory(path);
    }
    if (path.toString().endsWith(BundleReader.INDEX)) {
      return Optional.of(path).filter(Files::exists);
    }
    String name = Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
    Matcher data = DATA.matcher(name);
    if (data.matches() || !Files.exists(path)) {
      String prefix = data.matches() ? data.group(1) : name;
      return Optional.of(path.resolveSibling(prefix + BundleReader.INDEX)).filter(Files::exists);
    }
    return Optional.empty();
  }

  private static Optional<Path> inDirectory(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "*" + BundleReader.INDEX)) {
      files.forEach(found::add);
    }
    if (found.size() <= 1) {
      return found.stream().findFirst();
    }
    Optional<Path> latest = latest(directory).filter(found::contains);
    if (latest.isEmpty()) {
      List<String> names = found.stream().map(f -> f.getFileName().toString()).sorted().toList();
      throw new WeightFormatException(
          Kind.FORMAT,
          directory
              + ": holds "
              + names.size()
              + " checkpoints; name the one you mean: "
              + String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size()))));
    }
    return latest;
  }

  /** The last part of the path alone, for the directory may have been moved since. */
  private static Optional<Path> latest(Path directory) throws IOException {
    Path file = directory.resolve(LATEST);
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_LATEST) {
      return Optional.empty();
    }
    Matcher line = MODEL_PATH.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    if (!line.find()) {
      return Optional.empty();
    }
    try {
      Path name = Path.of(line.group(1)).getFileName();
      return Optional.ofNullable(name).map(n -> directory.resolve(n + BundleReader.INDEX));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
