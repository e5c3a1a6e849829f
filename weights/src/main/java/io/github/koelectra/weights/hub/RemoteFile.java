package io.github.koelectra.weights.hub;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * A file of the hub in one version.
 *
 * @param model whose file it is, at the commit it is of
 * @param file its name, with slashes
 * @param etag what the hub knows its content by: the SHA-256 of large files, git's SHA-1 of others
 * @param size its bytes; negative if the hub does not say
 * @param uri where it can be had
 */
record RemoteFile(ModelName model, String file, String etag, long size, URI uri) {
  private static final Pattern NO_PART =
      Pattern.compile("[\\x00-\\x1f\\x7f\\\\]|^[A-Za-z]:|^\\.{0,2}$");

  String commit() {
    return model.revision();
  }

  /** Whether {@code name} is a path below a folder, on every system. */
  static boolean isPlain(String name) {
    for (String part : name.split("/", -1)) {
      if (NO_PART.matcher(part).find()) {
        return false;
      }
    }
    return true;
  }
}
