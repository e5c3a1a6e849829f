package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the hub and its cache are, and what may be done, in the words of Hugging Face's environment
 * variables.
 *
 * @param cache the folder of all cached models ({@code HF_HUB_CACHE}, {@code HF_HOME}/hub)
 * @param endpoint the hub ({@code HF_ENDPOINT})
 * @param token who asks ({@code HF_TOKEN}, or the file {@code HF_TOKEN_PATH})
 * @param offline whether the network may not be used ({@code HF_HUB_OFFLINE})
 * @param symbolicLinks whether the cache may link ({@code HF_HUB_DISABLE_SYMLINKS})
 * @param answerTimeout how long the hub may think ({@code HF_HUB_ETAG_TIMEOUT})
 * @param readTimeout how long nothing may come ({@code HF_HUB_DOWNLOAD_TIMEOUT})
 */
public record HubSettings(
    Path cache,
    URI endpoint,
    Optional<String> token,
    boolean offline,
    boolean symbolicLinks,
    Duration answerTimeout,
    Duration readTimeout) {
  private static final Set<String> YES = Set.of("1", "on", "yes", "true");
  private static final String HUB = "https://huggingface.co";
  private static final int DEFAULT_SECONDS = 10;
  private static final int MOST_SECONDS = 86_400;

  /** What the environment of this process says. */
  public static HubSettings ofProcess() throws HubException {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /**
   * What an environment says.
   *
   * @throws HubException if a variable makes no sense
   */
  public static HubSettings of(Map<String, String> environment, Path home) throws HubException {
    Environment from = new Environment(environment, home);
    Path caches = from.path("XDG_CACHE_HOME", home.resolve(".cache"));
    Path own = from.path("HF_HOME", caches.resolve("huggingface"));
    Path old = from.path("HUGGINGFACE_HUB_CACHE", own.resolve("hub"));
    Path tokenFile = from.path("HF_TOKEN_PATH", own.resolve("token"));
    return new HubSettings(
        from.path("HF_HUB_CACHE", old),
        endpoint(from.text("HF_ENDPOINT").orElse(HUB)),
        from.is("HF_HUB_DISABLE_IMPLICIT_TOKEN") ? Optional.empty() : from.token(tokenFile),
        from.is("HF_HUB_OFFLINE") || from.is("TRANSFORMERS_OFFLINE"),
        !from.is("HF_HUB_DISABLE_SYMLINKS"),
        from.seconds("HF_HUB_ETAG_TIMEOUT"),
        from.seconds("HF_HUB_DOWNLOAD_TIMEOUT"));
  }

  /**
   * The folder that models inside jars are unpacked into: {@code XDG_CACHE_HOME/koelectra}, usually
   * {@code ~/.cache/koelectra}.
   *
   * @throws HubException if the variable makes no sense
   */
  public static Path unpackedModels(Map<String, String> environment, Path home)
      throws HubException {
    Path caches = new Environment(environment, home).path("XDG_CACHE_HOME", home.resolve(".cache"));
    return caches.resolve("koelectra");
  }

  /** The same with another cache. */
  public HubSettings withCache(Path other) {
    return new HubSettings(
        other, endpoint, token, offline, symbolicLinks, answerTimeout, readTimeout);
  }

  /**
   * The same with another token.
   *
   * @throws HubException if it cannot be one
   */
  public HubSettings withToken(String other) throws HubException {
    Optional<String> checked = Environment.checkedToken(other, "the token");
    return new HubSettings(
        cache, endpoint, checked, offline, symbolicLinks, answerTimeout, readTimeout);
  }

  /** The token stays untold. */
  @Override
  public String toString() {
    return "HubSettings[cache=" + cache + ", endpoint=" + endpoint + ", offline=" + offline + "]";
  }

  private static URI endpoint(String text) throws HubException {
    try {
      URI uri = new URI(text.replaceFirst("/+$", ""));
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new HubException(Kind.SETTING, endpointSentence(text), e);
    }
    throw new HubException(Kind.SETTING, endpointSentence(text));
  }

  private static String endpointSentence(String text) {
    return "HF_ENDPOINT is '" + text + "', which is no address of a hub such as " + HUB;
  }

  /** Variables, where an empty one counts as none. */
  private record Environment(Map<String, String> variables, Path home) {
    Optional<String> text(String name) {
      return Optional.ofNullable(variables.get(name)).filter(t -> !t.isBlank());
    }

    boolean is(String name) {
      return text(name).filter(t -> YES.contains(t.toLowerCase(Locale.ROOT))).isPresent();
    }

    Path path(String name, Path otherwise) throws HubException {
      Optional<String> text = text(name);
      if (text.isEmpty()) {
        return otherwise;
      }
      String path = text.get();
      try {
        boolean atHome = path.equals("~") || path.startsWith("~/");
        return atHome ? home.resolve(path.substring(Math.min(2, path.length()))) : Path.of(path);
      } catch (InvalidPathException e) {
        throw new HubException(
            Kind.SETTING, name + " is '" + path + "', which is no path: " + e.getReason(), e);
      }
    }

    Duration seconds(String name) throws HubException {
      String text = text(name).orElse("0").strip();
      if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MOST_SECONDS) {
        throw new HubException(
            Kind.SETTING, name + " is '" + text + "'; give whole seconds, at most " + MOST_SECONDS);
      }
      int seconds = Integer.parseInt(text);
      return Duration.ofSeconds(seconds == 0 ? DEFAULT_SECONDS : seconds);
    }

    Optional<String> token(Path file) throws HubException {
      Optional<String> given = text("HF_TOKEN").or(() -> text("HUGGING_FACE_HUB_TOKEN"));
      if (given.isPresent()) {
        return checkedToken(given.get(), "HF_TOKEN");
      }
      try {
        return checkedToken(Files.readString(file), file.toString());
      } catch (HubException e) {
        throw e;
      } catch (IOException e) {
        return Optional.empty(); // Not logged in.
      }
    }

    /** Says nothing of the token itself: complaints end up in logs. */
    static Optional<String> checkedToken(String text, String source) throws HubException {
      String token = text.strip();
      if (!token.matches("[\\x21-\\x7e]*")) {
        throw new HubException(
            Kind.SETTING, source + " holds characters that no token has; paste it again");
      }
      return Optional.of(token).filter(t -> !t.isEmpty());
    }
  }
}
