package io.github.koelectra.cli.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.json.Json;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** That no string breaks out of where it is written. */
class MarkupTest {
  private static final int CASES = 3000;

  private static final List<String> PIECES =
      List.of(
          "</script>",
          "</SCRIPT >",
          "<!--",
          "-->",
          "<script>",
          "]]>",
          "</style>",
          "</title>",
          "\"",
          "'",
          "`",
          "&",
          "&amp;",
          "&#x41;",
          "&lt",
          "<",
          ">",
          "\\u003c",
          "\\",
          "\r",
          "\r\n",
          "\n",
          "\t",
          "\f",
          "\0",
          "\u001B",
          "\u0085",
          "\u2028",
          "\u2029",
          "\uFEFF",
          "\uFFFF",
          "\uFDD0",
          "\uD83F\uDFFE",
          "😀",
          "\uD83D",
          "\uDE00",
          "한국어",
          "ㅎ",
          "\u1112\u1161\u11AB",
          "a",
          " ",
          "=",
          "/");

  static String random(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(8); pieces >= 0; pieces--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** What a page can carry of a text, by the words of the documentation. */
  static String carried(String text) {
    StringBuilder carried = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean control = Character.isISOControl(c) && "\t\n\f\r".indexOf(c) < 0;
              boolean half = Character.getType(c) == Character.SURROGATE;
              boolean none = (c & 0xFFFF) >= 0xFFFE || c == 0xFDD0;
              carried.appendCodePoint(control || half || none ? 0xFFFD : c);
            });
    return carried.toString();
  }

  @Test
  void everyTextComesBack() throws IOException {
    SplittableRandom random = RandomCases.of("everyTextComesBack");
    for (int i = 0; i < CASES; i++) {
      String text = random(random);
      StringBuilder page = new StringBuilder();
      HtmlWriter html = new HtmlWriter(page).doctype().open("html").open("body");
      html.element("p", text, "title", text).data("data", Map.of("text", text));
      html.element("script", "", "id", "after").close().close().end();
      Document read = Jsoup.parse(page.toString());
      assertEquals(3, read.body().childrenSize(), () -> Json.write(text));
      assertEquals(carried(text), read.expectFirst("p").wholeText());
      assertEquals(carried(text), read.expectFirst("p").attr("title"));
      byte[] data = read.expectFirst("#data").data().getBytes(StandardCharsets.UTF_8);
      assertData(text, data);
    }
  }

  private static void assertData(String text, byte[] data) throws IOException {
    boolean whole = text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    if (whole) { // Our reader takes no half pairs; browsers do.
      assertEquals(text, Json.readObject(data, "data").findString("text").orElseThrow());
    }
    String written = new String(data, StandardCharsets.UTF_8);
    assertFalse(written.matches("(?s).*[<>&\u2028\u2029].*"), written);
  }

  @Test
  void anElementThatWasNotEndedIsNoticed() throws IOException {
    HtmlWriter html = new HtmlWriter(new StringBuilder()).open("p");
    assertThrows(IllegalStateException.class, html::end);
  }
}
