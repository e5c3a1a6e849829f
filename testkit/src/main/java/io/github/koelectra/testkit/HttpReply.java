package io.github.koelectra.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer of a server, which may go wrong on its way. */
record HttpReply(int status, Map<String, String> headers, byte[] body) {
  private static final int DRIP_PIECES = 16;
  private static final int DRIP_MILLIS = 2;
  private static final int PARTIAL = 206;
  private static final int OK = 200;
  private static final int TOO_FAR = 416;

  static HttpReply of(int status) {
    return new HttpReply(status, new LinkedHashMap<>(), new byte[0]);
  }

  HttpReply with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Content from where the request wants it. */
  static HttpReply content(byte[] content, HttpFault.Request request, HttpFault fault) {
    String range = request.headers().getOrDefault("range", "");
    if (range.isEmpty() || fault.kind() == HttpFault.Kind.NO_RANGES) {
      return new HttpReply(OK, new LinkedHashMap<>(), content);
    }
    int from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
    if (from >= content.length) {
      return of(TOO_FAR);
    }
    int begin = fault.kind() == HttpFault.Kind.OTHER_RANGE ? 0 : from;
    byte[] part = Arrays.copyOfRange(content, begin, content.length);
    return new HttpReply(PARTIAL, new LinkedHashMap<>(), part)
        .with(
            "Content-Range", "bytes " + begin + "-" + (content.length - 1) + "/" + content.length);
  }

  void send(Socket socket, boolean head, HttpFault fault) throws IOException, InterruptedException {
    byte[] sent = changed(fault);
    StringBuilder top = new StringBuilder("HTTP/1.1 " + status + " status\r\n");
    headers.forEach((name, value) -> top.append(name).append(": ").append(value).append("\r\n"));
    if (!headers.containsKey("Content-Length")) {
      top.append("Content-Length: ").append(sent.length).append("\r\n");
    }
    top.append("Connection: close\r\n\r\n");
    OutputStream out = socket.getOutputStream();
    out.write(top.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!head) {
      body(sent, out, socket, fault);
    }
    out.flush();
  }

  private byte[] changed(HttpFault fault) {
    byte[] sent =
        switch (fault.kind()) {
          case SHORT -> Arrays.copyOf(body, Math.max(0, body.length - 1 - fault.number()));
          case LONG -> Arrays.copyOf(body, body.length + 1 + fault.number());
          default -> body.clone();
        };
    if (fault.kind() == HttpFault.Kind.OTHER_BYTES && sent.length > 0) {
      sent[fault.number() % sent.length] ^= 1;
    }
    return sent;
  }

  private static void body(byte[] sent, OutputStream out, Socket socket, HttpFault fault)
      throws IOException, InterruptedException {
    int some = Math.min(fault.number(), Math.max(0, sent.length - 1));
    switch (fault.kind()) {
      case CUT -> out.write(sent, 0, some);
      case STALL -> {
        out.write(sent, 0, some);
        out.flush();
        // Until the client has had enough.
        if (socket.getInputStream().read() >= 0) {
          throw new IOException("nothing more was expected");
        }
      }
      case DRIP -> {
        int step = Math.max(1, sent.length / DRIP_PIECES);
        for (int i = 0; i < sent.length; i += step) {
          out.write(sent, i, Math.min(step, sent.length - i));
          out.flush();
          Thread.sleep(DRIP_MILLIS);
        }
      }
      default -> out.write(sent);
    }
  }

  /** Reads a request's lines; nothing if the client has gone. */
  static Optional<HttpFault.Request> read(InputStream in, boolean atHub) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c != '\n') {
        line.append((char) c);
      } else if (line.toString().isBlank()) {
        break;
      } else {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : lines.subList(1, lines.size())) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    String[] first = lines.getFirst().split(" ", -1);
    return Optional.of(new HttpFault.Request(atHub, first[0], first[1], headers));
  }
}
