package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.util.regex.Pattern;

/**
 * A model of a hub in one version.
 *
 * @param repository {@code ORGANISATION/NAME}, or {@code NAME} alone for a few old models
 * @param revision a branch, tag or commit
 */
public record ModelName(String repository, String revision) {
  /** The revision that is meant where none is said. */
  public static final String MAIN = "main";

  private static final int LONGEST = 96;
  private static final int LONGEST_REVISION = 255;
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** What git allows in no name of a branch or tag, and what no path may hold. */
  private static final Pattern NO_REVISION =
      Pattern.compile("[\\x00-\\x20\\x7f~^:?*\\[\\]\\\\<>|\"]|\\.\\.|//|@\\{|^/|/$|(^|/)\\.|\\.$");

  /**
   * Checks both names.
   *
   * @throws IllegalArgumentException if they cannot be names; {@link #parse} says it in a sentence
   */
  public ModelName {
    if (!isRepository(repository) || !isRevision(revision)) {
      throw new IllegalArgumentException(repository + "@" + revision + " is no name of a model");
    }
  }

  /**
   * Reads {@code NAME} or {@code NAME@REVISION}.
   *
   * @throws HubException if it cannot be one
   */
  public static ModelName parse(String text) throws HubException {
    int at = text.indexOf('@');
    return of(at < 0 ? text : text.substring(0, at), at < 0 ? MAIN : text.substring(at + 1));
  }

  /**
   * A model's name and its revision.
   *
   * @throws HubException if they cannot be names
   */
  public static ModelName of(String repository, String revision) throws HubException {
    if (!isRepository(repository)) {
      throw new HubException(
          Kind.NAME,
          "'"
              + repository
              + "' is no name of a model; names look like"
              + " monologg/koelectra-base-v3-discriminator");
    }
    if (!isRevision(revision)) {
      throw new HubException(
          Kind.NAME, "'" + revision + "' is no revision; give a branch, a tag or a commit");
    }
    return new ModelName(repository, revision);
  }

  /**
   * Whether {@code text} reads as {@code ORGANISATION/NAME[@REVISION]}. A word without a slash does
   * not: it more likely is a directory that was mistyped.
   */
  public static boolean matches(String text) {
    int at = text.indexOf('@');
    String repository = at < 0 ? text : text.substring(0, at);
    return repository.contains("/")
        && isRepository(repository)
        && (at < 0 || isRevision(text.substring(at + 1)));
  }

  private static boolean isRepository(String name) {
    String[] parts = name.split("/", -1);
    boolean plain = parts.length <= 2 && name.length() <= LONGEST;
    for (String part : parts) {
      plain &= PART.matcher(part).matches();
    }
    return plain && !name.contains("--") && !name.contains("..") && !name.endsWith(".git");
  }

  private static boolean isRevision(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_REVISION
        && !NO_REVISION.matcher(name).find();
  }

  /** Whether the revision is a whole commit hash, behind which nothing ever changes. */
  public boolean isCommit() {
    return COMMIT.matcher(revision).matches();
  }

  /** The same model in another version. */
  ModelName at(String commit) {
    return new ModelName(repository, commit);
  }

  /** The folder of the cache that holds it. */
  String folder() {
    return "models--" + repository.replace("/", "--");
  }

  @Override
  public String toString() {
    return revision.equals(MAIN) ? repository : repository + "@" + revision;
  }
}
