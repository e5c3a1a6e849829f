package io.github.koelectra.weights.hub;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.weights.hub.HubException.Kind;
import io.github.koelectra.weights.hub.Transport.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the hub knows of models. Safe to use from several threads. */
final class Hub {
  private static final int OK = 200;
  private static final int LARGEST_LISTING = 16 << 20;

  /** Names of files and folders of the cache are made of these. */
  private static final Pattern ETAG = Pattern.compile("[0-9A-Za-z_-][0-9A-Za-z._-]{0,199}");

  private static final Pattern COMMIT = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  private final HubSettings settings;
  private final Transport transport;

  Hub(HubSettings settings, Transport transport) {
    this.settings = settings;
    this.transport = transport;
  }

  /** A model at the commit its revision stands for, and the names of its files. */
  record Listing(ModelName model, List<String> files) {}

  /** A commit, and its file where it has it. */
  record Found(String commit, Optional<RemoteFile> file) {}

  /** Where a file is and what it is known by. */
  Found find(ModelName model, String file) throws IOException {
    try (Answer answer = transport.head(resolve(model, file))) {
      if (!answer.redirects() && answer.status() != OK) {
        IOException refusal = Refusals.of(answer, model, file, settings);
        if (refusal instanceof HubException e && e.kind() == Kind.NO_FILE) {
          return new Found(answer.header("X-Repo-Commit").orElse(""), Optional.empty());
        }
        throw refusal;
      }
      String commit = commit(answer, answer.header("X-Repo-Commit"));
      Optional<String> etag = answer.header("X-Linked-Etag").or(() -> answer.header("ETag"));
      Optional<Long> length = answer.number("X-Linked-Size");
      if (length.isEmpty() && !answer.redirects()) {
        length = answer.number("Content-Length");
      }
      URI uri = answer.redirects() ? Transport.location(answer) : answer.uri();
      String known = etag(answer, etag);
      long size = length.orElse(-1L);
      return new Found(
          commit, Optional.of(new RemoteFile(model.at(commit), file, known, size, uri)));
    }
  }

  private URI resolve(ModelName model, String file) {
    StringBuilder path = new StringBuilder();
    for (String part : file.split("/", -1)) {
      path.append('/').append(quoted(part));
    }
    return URI.create(
        settings.endpoint()
            + "/"
            + model.repository()
            + "/resolve/"
            + quoted(model.revision())
            + path);
  }

  private static String quoted(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String commit(Answer answer, Optional<String> header) throws HubException {
    return header
        .filter(c -> COMMIT.matcher(c).matches())
        .orElseThrow(() -> noHub(answer, "no X-Repo-Commit"));
  }

  private static String etag(Answer answer, Optional<String> header) throws HubException {
    return header
        .map(e -> e.replaceFirst("^W/", "").replaceAll("^\"|\"$", ""))
        .filter(e -> ETAG.matcher(e).matches())
        .orElseThrow(() -> noHub(answer, "no ETag"));
  }

  private static HubException noHub(Answer answer, String lack) {
    return new HubException(
        Kind.ANSWER,
        answer.uri().getHost()
            + " does not answer as a hub does ("
            + lack
            + "); check HF_ENDPOINT and what stands between you and the hub");
  }

  /** The files of a model. */
  Listing list(ModelName model) throws IOException {
    URI uri =
        URI.create(
            settings.endpoint()
                + "/api/models/"
                + model.repository()
                + "/revision/"
                + quoted(model.revision()));
    try (Answer answer = transport.get(uri, 0)) {
      if (answer.status() != OK) {
        throw Refusals.of(answer, model, "", settings);
      }
      JsonObject found = Json.readObject(text(answer), uri.getHost());
      List<String> files = new ArrayList<>();
      JsonArray siblings = found.findArray("siblings").orElse(new JsonArray(List.of()));
      for (JsonValue sibling : siblings.values()) {
        if (sibling instanceof JsonObject object) {
          object.findString("rfilename").ifPresent(files::add);
        }
      }
      return new Listing(model.at(commit(answer, found.findString("sha"))), files);
    } catch (JsonException e) {
      throw new HubException(Kind.ANSWER, "the hub's list of files: " + e.getMessage(), e);
    }
  }

  private byte[] text(Answer answer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<ByteBuffer> part = next(answer, settings.readTimeout());
    while (!part.isEmpty()) {
      for (ByteBuffer buffer : part) {
        byte[] some = new byte[buffer.remaining()];
        buffer.get(some);
        bytes.writeBytes(some);
      }
      if (bytes.size() > LARGEST_LISTING) {
        throw noHub(answer, "an endless list of files");
      }
      part = next(answer, settings.readTimeout());
    }
    return bytes.toByteArray();
  }

  /** The next bytes of a body, where losing the connection is nothing final. */
  static List<ByteBuffer> next(Answer answer, Duration patience) throws IOException {
    try {
      return answer.body().next(patience);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      String host = answer.uri().getHost();
      throw new Passing(
          new HubException(
              Kind.SERVER,
              "the download from " + host + " stopped (" + e.getMessage() + "); try again",
              e));
    }
  }
}
