package io.github.koelectra.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the bits of a run follow from: its settings, and what is in the files it reads.
 *
 * @param settings all settings, as a file of settings has them
 * @param files digests by what the files are
 */
record RunDescription(SequencedMap<String, Object> settings, Map<String, String> files) {
  /** Settings that change no bits. */
  private static final Set<String> OF_NO_CONSEQUENCE = Set.of("keep", "save_every", "recompute");

  private static final int DIGITS = 16;

  /** Copies the maps. */
  RunDescription {
    settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    files = Map.copyOf(files);
  }

  /** That of a run whose bits follow from nothing but its settings and these files. */
  static RunDescription of(SequencedMap<String, Object> settings, ReadFiles inputs)
      throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, List<Path>> entry : inputs.files().entrySet()) {
      digests.put(entry.getKey(), digest(entry.getValue()));
    }
    return inputs.sized(new RunDescription(settings, digests));
  }

  /** The first digits of the SHA-256 of what is in files. */
  static String digest(List<Path> files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return files.isEmpty() ? "none" : HexFormat.of().formatHex(digest.digest(), 0, DIGITS / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The digest of a vocabulary and of what beside it says how it is used, as far as it is there.
   */
  static String ofVocabulary(Path vocabulary) throws IOException {
    List<Path> files =
        Stream.of(
                vocabulary,
                vocabulary.resolveSibling(PretrainFiles.TOKENIZER),
                vocabulary.resolveSibling("tokenizer.json"))
            .filter(Files::isRegularFile)
            .toList();
    return digest(files);
  }

  /** By name, as far as it makes a difference. */
  Map<String, String> map() {
    Map<String, String> described = new TreeMap<>(files);
    settings.forEach(
        (key, value) -> {
          if (!OF_NO_CONSEQUENCE.contains(key)) {
            described.put(key.replace('_', '-'), value.toString());
          }
        });
    return described;
  }
}
