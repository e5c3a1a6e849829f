package io.github.koelectra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.TextClassification;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The server over real sockets of the loopback. */
@Timeout(60)
class ClassifyServerTest {
  private static final Path MODEL = PipelineFiles.path("sequence");

  /** Outlives every server: a connection that ends while a server stops makes it wait longer. */
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ClassifyServer server() throws IOException {
    return new ClassifyServer(TextClassification.fromPretrained(MODEL.toString()), 0);
  }

  private static HttpRequest request(int port, String method, BodyPublisher body) {
    URI uri = URI.create("http://localhost:" + port + "/classify");
    return HttpRequest.newBuilder(uri).method(method, body).build();
  }

  private static HttpResponse<String> send(int port, String method, BodyPublisher body)
      throws IOException, InterruptedException {
    return CLIENT.send(request(port, method, body), BodyHandlers.ofString());
  }

  @Test
  void everyLineIsAnswered() throws IOException, InterruptedException {
    try (ClassifyServer server = server();
        TextClassification same = TextClassification.fromPretrained(MODEL.toString())) {
      String texts = "한강전자 대표 김영희는 부산으로 갔다.\n\n오늘 날씨가 정말 좋았다😀 그리고 바다🌊도 좋았다.\n";
      HttpResponse<String> answer = send(server.port(), "POST", BodyPublishers.ofString(texts));
      assertEquals(200, answer.statusCode());
      List<String> lines = answer.body().lines().toList();
      assertTrue(lines.get(0).startsWith("부정\t0.99460"), answer.body());
      assertEquals(
          "%s\t%s".formatted(same.classify("").label(), same.classify("").score()), lines.get(1));
      assertTrue(lines.get(2).startsWith("중립\t0.97479"), answer.body());
      assertEquals(3, lines.size());
      assertEquals("", send(server.port(), "POST", BodyPublishers.noBody()).body());
    }
  }

  @Test
  void manyAtOnceGetTheirOwnAnswers() throws IOException {
    try (ClassifyServer server = server();
        TextClassification same = TextClassification.fromPretrained(MODEL.toString())) {
      List<String> texts = IntStream.range(0, 100).mapToObj(i -> i + "년 바다에 갔다.").toList();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (String text : texts) {
        HttpRequest request = request(server.port(), "POST", BodyPublishers.ofString(text));
        answers.add(CLIENT.sendAsync(request, BodyHandlers.ofString()));
      }
      for (int i = 0; i < texts.size(); i++) {
        var found = same.classify(texts.get(i));
        assertEquals(found.label() + "\t" + found.score() + "\n", answers.get(i).join().body());
      }
    }
  }

  @Test
  void whatIsWrongIsSaid() throws IOException, InterruptedException {
    try (ClassifyServer server = server()) {
      HttpResponse<String> get = send(server.port(), "GET", BodyPublishers.noBody());
      assertEquals(405, get.statusCode());
      assertEquals("POST", get.headers().firstValue("Allow").orElseThrow());

      byte[] most = new byte[ClassifyServer.MOST_BYTES];
      HttpResponse<String> fits = send(server.port(), "POST", BodyPublishers.ofByteArray(most));
      assertEquals(200, fits.statusCode());
      byte[] tooMuch = new byte[ClassifyServer.MOST_BYTES + 1];
      HttpResponse<String> large = send(server.port(), "POST", BodyPublishers.ofByteArray(tooMuch));
      assertEquals(413, large.statusCode());
      assertEquals("at most 1048576 bytes at once\n", large.body());

      byte[] windows = "바다".getBytes(Charset.forName("x-windows-949"));
      HttpResponse<String> other = send(server.port(), "POST", BodyPublishers.ofByteArray(windows));
      assertEquals(400, other.statusCode());
      assertEquals("texts must be in UTF-8\n", other.body());
    }
  }

  /** A request that has begun is answered although the server closes; another one is not taken. */
  @Test
  void closingFinishesWhatHasBegun() throws IOException, InterruptedException {
    ClassifyServer server = server();
    byte[] text = "한강전자 대표 김영희는 부산으로 갔다.".getBytes(UTF_8);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head =
          "POST /classify HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: ";
      socket.getOutputStream().write((head + text.length + "\r\n\r\n").getBytes(UTF_8));
      StringBuilder begun = new StringBuilder();
      while (begun.indexOf("\r\n\r\n") < 0) {
        begun.append((char) socket.getInputStream().read());
      }
      assertTrue(begun.toString().startsWith("HTTP/1.1 100 Continue\r\n"), begun.toString());
      Thread closing = Thread.startVirtualThread(server::close);
      while (accepts(server.port())) {
        Thread.sleep(10);
      }
      socket.getOutputStream().write(text);
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
      assertTrue(answer.contains("부정\t0.99460"), answer);
      closing.join();
    }
    assertThrows(
        ConnectException.class, () -> send(server.port(), "POST", BodyPublishers.noBody()));
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theProgramServesUntilItIsEnded() throws IOException, InterruptedException {
    Process process = Program.of(ClassifyServer.class, MODEL.toString(), "0").start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String line = out.readLine();
      int port = URI.create(line.substring(line.indexOf("http"))).getPort();
      HttpResponse<String> answer = send(port, "POST", BodyPublishers.ofString("바다"));
      assertEquals(200, answer.statusCode());
    } finally {
      process.destroy();
    }
    assertEquals(128 + 15, process.waitFor());
  }
}
