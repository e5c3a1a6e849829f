package io.github.koelectra.cli.html;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium, driven by its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final long PATIENCE = 60; // seconds, for an answer
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Long, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();

  private Browser(Process process, String address) {
    this.process = process;
    this.socket = client.newWebSocketBuilder().buildAsync(URI.create(address), new Ear()).join();
  }

  /** The browser of this machine, if it has one. */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path executable, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread.ofVirtual().start(() -> err.lines().forEach(_ -> {}));
        return new Browser(process, line.substring(LISTENING.length()));
      }
    }
    throw new IOException(executable + " ended before it listened");
  }

  /** Opens a page that is shown as {@code scheme}, dark or light, so wide and high. */
  Tab open(URI page, String scheme, int width, int height) throws IOException {
    JsonObject made = call("", "Target.createTarget", Map.of("url", "about:blank"));
    String target = made.findString("targetId").orElseThrow();
    JsonObject attached =
        call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true));
    Tab tab = new Tab(target, attached.findString("sessionId").orElseThrow());
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      tab.call(domain + ".enable", Map.of());
    }
    tab.call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    Map<String, Object> metrics = new LinkedHashMap<>(Map.of("width", width, "height", height));
    metrics.put("deviceScaleFactor", 1);
    metrics.put("mobile", width < 600);
    tab.call("Emulation.setDeviceMetricsOverride", metrics);
    tab.call("Page.navigate", Map.of("url", page.toString()));
    tab.await("document.readyState === 'complete' && location.href !== 'about:blank'");
    return tab;
  }

  private JsonObject call(String session, String method, Map<String, ?> parameters)
      throws IOException {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(Json.write(message), true).join();
    JsonObject told = answer.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    return told.findObject("result").orElseThrow(() -> new IOException(Json.write(told)));
  }

  @Override
  public void close() throws IOException {
    call("", "Browser.close", Map.of());
    process.onExit().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    client.shutdownNow();
  }

  /** An open page. */
  final class Tab implements AutoCloseable {
    private final String target;
    private final String session;

    private Tab(String target, String session) {
      this.target = target;
      this.session = session;
    }

    JsonObject call(String method, Map<String, ?> parameters) throws IOException {
      return Browser.this.call(session, method, parameters);
    }

    /** What an expression is, as JSON. */
    String evaluate(String expression) throws IOException {
      JsonObject told =
          call(
              "Runtime.evaluate",
              Map.of(
                  "expression",
                  "JSON.stringify(" + expression + ")",
                  "returnByValue",
                  true,
                  "awaitPromise",
                  true));
      if (told.findObject("exceptionDetails").isPresent()) {
        throw new IOException(expression + ": " + Json.write(told));
      }
      return told.findObject("result").orElseThrow().findString("value").orElseThrow();
    }

    void await(String condition) throws IOException {
      long begun = System.nanoTime();
      while (!evaluate("!!(" + condition + ")").equals("true")) {
        if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE)) {
          throw new IOException("never came true: " + condition);
        }
      }
    }

    /** Moves the mouse to the middle of what is selected; clicks there if wanted. */
    void point(String selector, boolean click) throws IOException {
      String box =
          evaluate(
              "(e => (e.scrollIntoView({block: 'center', behavior: 'instant'}),"
                  + " (b => [Math.round(b.x + b.width / 2), Math.round(b.y + b.height / 2)])"
                  + "(e.getBoundingClientRect())))(document.querySelector("
                  + Json.write(selector)
                  + "))");
      String[] place = box.substring(1, box.length() - 1).split(",", -1);
      Map<String, Object> mouse = new LinkedHashMap<>();
      mouse.put("type", "mouseMoved");
      mouse.put("x", Integer.parseInt(place[0]));
      mouse.put("y", Integer.parseInt(place[1]));
      call("Input.dispatchMouseEvent", mouse);
      for (String type : click ? List.of("mousePressed", "mouseReleased") : List.<String>of()) {
        mouse.put("type", type);
        mouse.put("button", "left");
        mouse.put("clickCount", 1);
        call("Input.dispatchMouseEvent", mouse);
      }
    }

    byte[] screenshot() throws IOException {
      JsonObject shot =
          call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
      return Base64.getDecoder().decode(shot.findString("data").orElseThrow());
    }

    /** What the page complained about, and what it asked for beside itself. */
    List<String> complaints(URI page) throws IOException {
      List<String> complaints = new ArrayList<>();
      for (JsonObject event : events) {
        String method = event.findString("method").orElse("");
        boolean ours = event.findString("sessionId").filter(session::equals).isPresent();
        boolean itself = Json.write(event).contains(Json.write(page.toString()));
        boolean bad =
            switch (method) {
              case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" -> true;
              case "Network.requestWillBeSent" -> !itself;
              default -> false;
            };
        if (ours && bad) {
          complaints.add(Json.write(event));
        }
      }
      return complaints;
    }

    @Override
    public void close() throws IOException {
      Browser.this.call("", "Target.closeTarget", Map.of("targetId", target));
    }
  }

  /** Hears messages, which come in parts. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder heard = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      heard.append(part);
      if (last) {
        hear(heard.toString());
        heard.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(part);
    }

    private void hear(String text) {
      try {
        JsonObject message =
            Json.readObject(text.getBytes(StandardCharsets.UTF_8), "the browser's message");
        message
            .findLong("id")
            .ifPresentOrElse(id -> answers.remove(id).complete(message), () -> events.add(message));
      } catch (IOException e) {
        answers.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }
  }
}
