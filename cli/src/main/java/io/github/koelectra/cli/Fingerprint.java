package io.github.koelectra.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a job's output depends on: only a job with the same may continue it. Files are known by
 * their paths, sizes and times.
 *
 * @param model the model's files
 * @param options the options, and the version
 * @param input the files that are read
 */
record Fingerprint(String model, String options, String input) {
  private static final Pattern MODEL_FILES =
      Pattern.compile("(?i).*(\\.(json|txt|safetensors|bin|h5)|ckpt[^/]*)");

  static Fingerprint of(List<Path> ofModels, List<String> options, List<Path> inputs)
      throws IOException {
    return new Fingerprint(identities(ofModels), hash(options), identities(inputs));
  }

  private static String identities(List<Path> files) throws IOException {
    List<String> identities = new ArrayList<>();
    for (Path file : files) {
      identities.add(identity(file));
    }
    return hash(identities);
  }

  /** The files of a model's directory that it may be opened from. */
  static List<Path> filesOf(Path model) throws IOException {
    try (Stream<Path> files = Files.list(model)) {
      return files
          .filter(f -> Files.isRegularFile(f) && MODEL_FILES.matcher(f.toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static String identity(Path file) throws IOException {
    return file.toRealPath() + "\n" + Files.size(file) + "\n" + Files.getLastModifiedTime(file);
  }

  private static String hash(List<String> parts) {
    try {
      byte[] all = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What is not the same in {@code other}. */
  Optional<String> difference(Fingerprint other) {
    if (!model.equals(other.model)) {
      return Optional.of("the model");
    }
    if (!options.equals(other.options)) {
      return Optional.of("the options");
    }
    return input.equals(other.input) ? Optional.empty() : Optional.of("the input");
  }
}
