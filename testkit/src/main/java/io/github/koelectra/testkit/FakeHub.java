package io.github.koelectra.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server on this machine that behaves like a model hub: small files it gives itself, large ones
 * it redirects to another port with a signed address. It misbehaves as it is told.
 */
public final class FakeHub implements AutoCloseable {
  /** The token that opens what is gated. */
  public static final String TOKEN = "hf_right";

  private static final String SIGNATURE = "?X-Signature=abc%2Fdef";
  private static final int LARGE = 4096;

  private final ServerSocket hub = listen();
  private final ServerSocket storage = listen();
  private final Map<String, FakeModel> models = new ConcurrentHashMap<>();
  private final Map<String, byte[]> large = new ConcurrentHashMap<>();
  private final List<HttpFault.Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<HttpFault.Request, HttpFault> faults = _ -> HttpFault.NONE;

  /** A model: the files of each commit, and what stands for a commit. */
  private record FakeModel(
      Map<String, Map<String, byte[]>> commits, Map<String, String> refs, boolean gated) {
    Optional<String> commit(String revision) {
      return commits.containsKey(revision)
          ? Optional.of(revision)
          : Optional.ofNullable(refs.get(revision));
    }
  }

  /** Starts both servers. */
  public FakeHub() {
    serve(hub, true);
    serve(storage, false);
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the hub is. */
  public String endpoint() {
    return "http://127.0.0.1:" + hub.getLocalPort();
  }

  /** Adds a commit of a model, which {@code refs} stand for from now on; returns its hash. */
  public String commit(String model, boolean gated, Map<String, byte[]> files, String... refs) {
    FakeModel old =
        models.getOrDefault(
            model, new FakeModel(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), gated));
    String commit = sha1((model + old.commits().size()).getBytes(StandardCharsets.UTF_8));
    old.commits().put(commit, new TreeMap<>(files));
    for (String ref : refs) {
      old.refs().put(ref, commit);
    }
    models.put(model, new FakeModel(old.commits(), old.refs(), gated));
    return commit;
  }

  /** What to do to each request from now on. */
  public void misbehave(Function<HttpFault.Request, HttpFault> how) {
    faults = how;
  }

  /** Answers everything as it should from now on, and forgets what was asked. */
  public void behave() {
    faults = _ -> HttpFault.NONE;
    requests.clear();
  }

  /** What was asked until now. */
  public List<HttpFault.Request> requests() {
    return List.copyOf(requests);
  }

  private void serve(ServerSocket server, boolean atHub) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  Socket socket = server.accept();
                  Thread.ofVirtual().start(() -> answer(socket, atHub));
                } catch (SocketException e) {
                  return; // Closed.
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
  }

  private void answer(Socket socket, boolean atHub) {
    try (socket) {
      Optional<HttpFault.Request> request = HttpReply.read(socket.getInputStream(), atHub);
      if (request.isPresent()) {
        requests.add(request.get());
        HttpFault fault = faults.apply(request.get());
        if (fault.kind() != HttpFault.Kind.HANG_UP) {
          boolean head = request.get().method().equals("HEAD");
          reply(request.get(), fault).send(socket, head, fault);
        }
      }
    } catch (IOException e) {
      return; // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpReply reply(HttpFault.Request request, HttpFault fault) {
    if (fault.kind() == HttpFault.Kind.STATUS) {
      return HttpReply.of(fault.number()).with("Retry-After", "1");
    }
    if (!request.atHub()) {
      byte[] content = large.get(request.path().replaceFirst("^/", ""));
      return content == null ? HttpReply.of(403) : HttpReply.content(content, request, fault);
    }
    String[] path = request.path().replaceFirst("^/(api/models/)?", "").split("/", 5);
    boolean api = request.path().startsWith("/api/models/");
    FakeModel model = path.length < 4 ? null : models.get(path[0] + "/" + path[1]);
    if (model == null) {
      return HttpReply.of(404).with("X-Error-Code", "RepoNotFound");
    }
    String token = request.headers().getOrDefault("authorization", "");
    if (model.gated() && !token.equals("Bearer " + TOKEN)) {
      return HttpReply.of(403).with("X-Error-Code", "GatedRepo");
    }
    Optional<String> commit = model.commit(path[3].replace("%2F", "/"));
    if (commit.isEmpty()) {
      return HttpReply.of(404).with("X-Error-Code", "RevisionNotFound");
    }
    Map<String, byte[]> files = model.commits().get(commit.get());
    return api ? listing(commit.get(), files) : file(path[4], commit.get(), files, request, fault);
  }

  private static HttpReply listing(String commit, Map<String, byte[]> files) {
    StringBuilder json = new StringBuilder("{\"sha\":\"" + commit + "\",\"siblings\":[");
    files.keySet().forEach(f -> json.append("{\"rfilename\":\"").append(f).append("\"},"));
    json.setLength(json.length() - (files.isEmpty() ? 0 : 1));
    return new HttpReply(
        200, new TreeMap<>(), json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
  }

  private HttpReply file(
      String name,
      String commit,
      Map<String, byte[]> files,
      HttpFault.Request request,
      HttpFault fault) {
    byte[] content = files.get(name.replace("%20", " "));
    if (content == null) {
      return HttpReply.of(404).with("X-Error-Code", "EntryNotFound").with("X-Repo-Commit", commit);
    }
    boolean isLarge = content.length >= LARGE;
    HttpReply reply = isLarge ? HttpReply.of(302) : HttpReply.content(content, request, fault);
    if (fault.kind() != HttpFault.Kind.NO_HUB) {
      reply.with("X-Repo-Commit", commit);
    }
    if (!isLarge) {
      return reply.with("ETag", "\"" + gitSha1(content) + "\"");
    }
    String sha256 = hash("SHA-256", content);
    String address = "blob/" + sha256 + SIGNATURE;
    large.put(address, content);
    return reply
        .with("Location", "http://127.0.0.1:" + storage.getLocalPort() + "/" + address)
        .with("ETag", "\"of-the-redirect\"")
        .with("X-Linked-Etag", "\"" + sha256 + "\"")
        .with("X-Linked-Size", String.valueOf(content.length));
  }

  private static String sha1(byte[] content) {
    return hash("SHA-1", content);
  }

  /** What git calls a file of this content. */
  public static String gitSha1(byte[] content) {
    byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[header.length + content.length];
    System.arraycopy(header, 0, all, 0, header.length);
    System.arraycopy(content, 0, all, header.length, content.length);
    return sha1(all);
  }

  /** A hash in hexadecimal digits. */
  public static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      hub.close();
      storage.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
