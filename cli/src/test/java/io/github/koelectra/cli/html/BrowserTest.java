package io.github.koelectra.cli.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages in a real browser; what they look like is left in {@code target/pages}. */
class BrowserTest {
  private static final Path PICTURES = Path.of("target", "pages");
  private static final String LINES = "document.querySelectorAll('#lines line').length";

  /** Texts whose colour is too near what is behind them (WCAG 2.2, 1.4.3), by painting both. */
  private static final String FAINT =
      """
      (() => {
        const pen = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
        const fill = colour => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); };
        const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        const luminance = () => {
          const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(c => linear(c / 255));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = element => {
          const chain = [];
          for (let e = element; e; e = e.parentElement) chain.unshift(e);
          chain.forEach(e => fill(getComputedStyle(e).backgroundColor));
          const behind = luminance();
          fill(getComputedStyle(element).color);
          const text = luminance();
          return (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
        };
        const shown = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
            && e.checkVisibility();
        return [...document.body.querySelectorAll('*')]
            .filter(e => shown(e) && contrast(e) < 4.5)
            .map(e => e.className + ': ' + e.textContent + ' ' + contrast(e).toFixed(2));
      })()""";

  @TempDir private static Path folder;
  private static Optional<Browser> browser = Optional.empty();

  private Browser.Tab tab;
  private URI page;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> executable = Browser.find();
    assumeTrue(executable.isPresent(), "no Chromium on the PATH; install chromium to run this");
    browser = Optional.of(Browser.start(executable.orElseThrow(), folder.resolve("profile")));
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void stop() throws IOException {
    if (browser.isPresent()) {
      browser.get().close();
    }
  }

  private void open(String name, String scheme, int width) throws IOException {
    page = SamplePages.write(name, folder).toUri();
    tab = browser.orElseThrow().open(page, scheme, width, 900);
    if (name.equals("attention")) {
      tab.await(LINES + " > 1");
    }
  }

  @AfterEach
  void nothingWasComplainedAboutOrAskedFor() throws IOException {
    assertEquals(List.of(), tab.complaints(page));
    tab.close();
  }

  private long number(String expression) throws IOException {
    return Long.parseLong(tab.evaluate(expression));
  }

  static Stream<Arguments> looks() {
    return SamplePages.NAMES.stream()
        .flatMap(
            name ->
                Stream.of("light", "dark")
                    .flatMap(
                        scheme -> Stream.of(1280, 390).map(w -> Arguments.of(name, scheme, w))));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void aPageFitsItsWindowInLightAndDark(String name, String scheme, int width) throws IOException {
    open(name, scheme, width);
    String shown = name + "-" + scheme + "-" + width + ".png";
    Files.write(PICTURES.resolve(shown), tab.screenshot());
    assertEquals(width, number("document.documentElement.scrollWidth"));
    assertEquals("[]", tab.evaluate(FAINT));
    String background = "getComputedStyle(document.body).backgroundColor";
    String before = tab.evaluate(background);
    assertEquals(scheme.equals("dark") ? "\"rgb(16, 18, 23)\"" : "\"rgb(245, 246, 248)\"", before);
    tab.point("#theme", true);
    assertNotEquals(before, tab.evaluate(background));
    tab.point("#theme", true);
    assertEquals(before, tab.evaluate(background));
  }

  @Test
  void theThresholdMarksWords() throws IOException {
    open("detect", "light", 1280);
    String marked = "document.querySelectorAll('.marked').length";
    assertEquals(4, number(marked));
    tab.evaluate("(document.getElementById('threshold').focus(), true)");
    key("Home");
    assertEquals(number("document.querySelectorAll('.word').length"), number(marked));
    key("End");
    assertEquals(0, number(marked));
    tab.point(".heat.l10", false);
    String tip = "getComputedStyle(document.querySelector('.heat.l10'), '::after').content";
    assertEquals("\"\\\"0.970\\\"\"", tab.evaluate(tip));
  }

  private void key(String key) throws IOException {
    int code = key.equals("Home") ? 36 : 35;
    for (String type : List.of("keyDown", "keyUp")) {
      tab.call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "windowsVirtualKeyCode", code));
    }
  }

  @Test
  void aTypeIsHiddenAndShown() throws IOException {
    open("ner", "dark", 1280);
    String off = "document.querySelectorAll('.entity.off').length";
    tab.point("button[data-type=LOC]", true);
    assertEquals(3, number(off));
    assertEquals(
        "\"none\"", tab.evaluate("getComputedStyle(document.querySelector('tr.off')).display"));
    tab.point("button[data-type=LOC]", true);
    assertEquals(0, number(off));
  }

  @Test
  void anAnswerLeadsToItsPlace() throws IOException {
    open("qa", "light", 390);
    tab.point("a[data-answer=q1a3]", true);
    tab.await("document.querySelector('mark.chosen')");
    assertEquals("\"1899년 가을\"", tab.evaluate("document.querySelector('mark.chosen').textContent"));
    tab.await(
        "(y => y >= 0 && y < innerHeight)"
            + "(document.querySelector('mark.chosen').getBoundingClientRect().y)");
    tab.point("a[data-answer=q1a2]", true);
    assertEquals(2, number("document.querySelectorAll('mark.chosen').length"));
  }

  @Test
  void aCurveTellsItsValues() throws IOException {
    open("training", "light", 1280);
    String value = "document.querySelector('.chart .value').textContent";
    String before = tab.evaluate(value);
    tab.point(".chart svg", false);
    assertNotEquals(before, tab.evaluate(value));
    assertEquals(1, number("document.querySelectorAll('.dot.on').length"));
    tab.point("h1", false);
    assertEquals(before, tab.evaluate(value));
  }

  @Test
  void headsAndTokensArePicked() throws IOException {
    open("attention", "dark", 1280);
    int heads = SamplePages.LAYERS * SamplePages.HEADS;
    assertEquals(heads, number("document.querySelectorAll('#thumbnails canvas').length"));
    assertEquals(linesOf(1, 2, -1), number(LINES));
    assertTrue(tab.evaluate("document.getElementById('status').textContent").contains("층 1, 헤드 2"));
    tab.point(".row:nth-child(4) button:nth-of-type(1)", true);
    assertEquals(linesOf(3, 0, -1), number(LINES));
    assertEquals("\"3\"", tab.evaluate("document.getElementById('layer').value"));
    tab.evaluate(
        "(e => (e.value = '3', e.dispatchEvent(new Event('change'))))"
            + "(document.getElementById('head'))");
    assertEquals(linesOf(3, 3, -1), number(LINES));
    tab.point("#from li:nth-child(5) button", false);
    assertEquals(linesOf(3, 3, 4), number(LINES));
    assertEquals(
        19,
        number("[...document.querySelectorAll('#to small')].filter(s => s.textContent).length"));
    assertEquals("[]", tab.evaluate(FAINT));
    Files.write(PICTURES.resolve("attention-hover.png"), tab.screenshot());
    tab.point("h1", false);
    assertEquals(linesOf(3, 3, -1), number(LINES));
    tab.point("#to li:nth-child(2) button", true);
    tab.point("h1", false);
    assertTrue(number(LINES) < linesOf(3, 3, -1));
  }

  /** How many probabilities of a head, or of one token in it, are drawn: 3% and more. */
  private static long linesOf(int layer, int head, int token) {
    AttentionView view = SamplePages.attention();
    int length = view.tokens().size();
    long lines = 0;
    for (int i = 0; i < length * length; i++) {
      float probability = view.layers().get(layer)[head * length * length + i];
      boolean drawn = token < 0 || i / length == token;
      lines += drawn && Math.round(probability * 255) >= 0.03 * 255 ? 1 : 0;
    }
    return lines;
  }
}
