package io.github.koelectra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;
import io.github.koelectra.core.TextClassification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Classifies texts over HTTP without a framework: {@code ClassifyServer MODEL 8080}, then {@code
 * curl --data-binary "이 영화 정말 재미있어요" http://localhost:8080/classify}. A request has a text a line;
 * the answer has for each of them the label, a tab and the score.
 */
final class ClassifyServer implements AutoCloseable {
  static final int MOST_BYTES = 1 << 20;
  private static final int SECONDS_TO_FINISH = 10;

  private final TextClassification classification;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ClassifyServer(TextClassification classification, int port) throws IOException {
    this.classification = classification;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/classify",
        HttpHandlers.handleOrElse(
            request -> request.getRequestMethod().equals("POST"),
            this::classify,
            HttpHandlers.of(405, Headers.of("Allow", "POST"), "POST texts, one a line\n")));
    server.setExecutor(threads);
    server.start();
  }

  static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2) {
      System.err.println("usage: ClassifyServer MODEL PORT");
      System.exit(2);
    }
    var classification = TextClassification.fromPretrained(args[0]);
    boolean _ = classification.warmUp(); // so that the first request is as fast as the others
    var server = new ClassifyServer(classification, Integer.parseInt(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println("listening at http://localhost:" + server.port() + "/classify");
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void classify(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      answer(exchange, 413, "at most " + MOST_BYTES + " bytes at once\n");
      return;
    }
    try {
      String texts = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      answer(exchange, 200, classified(texts));
    } catch (CharacterCodingException e) {
      answer(exchange, 400, "texts must be in UTF-8\n");
    }
  }

  private String classified(String texts) {
    return classification
        .classify(texts.lines())
        .map(found -> found.label() + "\t" + found.score() + "\n")
        .collect(joining());
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Takes no more requests, finishes those it has, and gives back the model. */
  @Override
  public void close() {
    server.stop(SECONDS_TO_FINISH);
    threads.close();
    classification.close();
  }
}
