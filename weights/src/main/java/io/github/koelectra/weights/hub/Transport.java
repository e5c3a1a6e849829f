package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Requests to the hub and to where it sends us. The token goes to the hub's own scheme, host and
 * port and nowhere else. Safe to use from several threads.
 */
final class Transport implements AutoCloseable {
  private static final int MOST_REDIRECTS = 10;
  private static final int FIRST_REDIRECT = 300;
  private static final int FIRST_ERROR = 400;
  private static final int NOT_MODIFIED = 304;

  private final HubSettings settings;
  private final HttpClient http;

  Transport(HubSettings settings) {
    this.settings = settings;
    http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.answerTimeout())
            .build();
  }

  /**
   * What came back.
   *
   * @param uri who gave it, which is not who was asked where redirects were followed
   */
  record Answer(URI uri, int status, HttpHeaders headers, TimedBody body) implements AutoCloseable {
    boolean redirects() {
      return status >= FIRST_REDIRECT && status < FIRST_ERROR && status != NOT_MODIFIED;
    }

    Optional<String> header(String name) {
      return headers.firstValue(name).map(String::strip).filter(h -> !h.isEmpty());
    }

    /** A header that is a number; nothing if it is none, or too large to be true. */
    Optional<Long> number(String name) {
      return header(name).filter(h -> h.matches("[0-9]{1,18}")).map(Long::parseLong);
    }

    @Override
    public void close() {
      body.close();
    }
  }

  /**
   * Asks for the headers of a file, following redirects on the hub itself but none away from it.
   */
  Answer head(URI uri) throws IOException {
    URI at = uri;
    for (int i = 0; i < MOST_REDIRECTS; i++) {
      Answer answer = send("HEAD", at, 0, settings.answerTimeout());
      if (!answer.redirects()) {
        return answer;
      }
      URI next = location(answer);
      if (!isHub(next)) {
        return answer;
      }
      answer.close();
      at = next;
    }
    throw tooManyRedirects(uri);
  }

  /** Asks for a file from byte {@code from} on, wherever it is. */
  Answer get(URI uri, long from) throws IOException {
    URI at = uri;
    for (int i = 0; i < MOST_REDIRECTS; i++) {
      Answer answer = send("GET", at, from, settings.readTimeout());
      if (!answer.redirects()) {
        return answer;
      }
      answer.close();
      at = location(answer);
    }
    throw tooManyRedirects(uri);
  }

  /** Where a redirect leads. */
  static URI location(Answer answer) throws HubException {
    String text = answer.header("Location").orElse("");
    URI uri;
    try {
      uri = answer.uri().resolve(text);
    } catch (IllegalArgumentException e) {
      throw new HubException(Kind.ANSWER, misled(answer, text), e);
    }
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    boolean was = "https".equalsIgnoreCase(answer.uri().getScheme());
    boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && !was;
    if (text.isEmpty() || uri.getHost() == null || !(secure || plain)) {
      throw new HubException(Kind.ANSWER, misled(answer, text));
    }
    return uri;
  }

  private static String misled(Answer answer, String location) {
    return answer.uri().getHost() + " redirects to '" + location + "', where no file can be";
  }

  private static HubException tooManyRedirects(URI uri) {
    return new HubException(Kind.ANSWER, uri.getHost() + " redirects in circles");
  }

  /** Whether this is the hub itself, which may know who asks. */
  boolean isHub(URI uri) {
    return origin(uri).equals(origin(settings.endpoint()));
  }

  private static String origin(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  private Answer send(String method, URI uri, long from, Duration patience) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.noBody())
            .timeout(patience)
            // Sizes and ranges are those of the file, not of something compressed.
            .setHeader("Accept-Encoding", "identity")
            .setHeader("User-Agent", "koelectra; java/" + Runtime.version().feature());
    if (from > 0) {
      request.setHeader("Range", "bytes=" + from + "-");
    }
    if (isHub(uri)) {
      settings.token().ifPresent(token -> request.setHeader("Authorization", "Bearer " + token));
    }
    try {
      HttpResponse<TimedBody> response = http.send(request.build(), _ -> new TimedBody());
      return new Answer(uri, response.statusCode(), response.headers(), response.body());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new Passing(new HubException(Kind.NO_NETWORK, unreachable(uri, e), e));
    } catch (SSLException e) {
      throw new HubException(Kind.NO_NETWORK, unreachable(uri, e), e);
    } catch (HttpTimeoutException e) {
      String sentence = uri.getHost() + " did not answer within " + patience.toSeconds() + " s";
      throw new Passing(new HubException(Kind.SERVER, sentence + "; try again later", e));
    } catch (IOException e) {
      String sentence = uri.getHost() + " broke the connection (" + reason(e) + ")";
      throw new Passing(new HubException(Kind.SERVER, sentence + "; try again later", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private static String unreachable(URI uri, IOException e) {
    return uri.getHost()
        + " cannot be reached ("
        + (e instanceof ConnectException && e.getMessage() == null ? "no such host" : reason(e))
        + "); check the network, or use a model that is in the cache or in a directory";
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
