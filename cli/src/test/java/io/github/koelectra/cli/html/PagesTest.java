package io.github.koelectra.cli.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the pages, by a parser of HTML that is not ours. */
class PagesTest {
  private static final int CASES = 200;

  @TempDir private Path folder;

  private Document read(Path file) throws IOException {
    Parser parser = Parser.htmlParser().setTrackErrors(100);
    Document page = Jsoup.parse(Files.readString(file), "", parser);
    assertEquals(List.of(), parser.getErrors());
    return page;
  }

  @ParameterizedTest
  @ValueSource(strings = {"detect", "ner", "qa", "attention", "training"})
  void aPageNeedsNothingFromElsewhere(String name) throws IOException {
    Path file = SamplePages.write(name, folder);
    Document page = read(file);
    String policy = page.expectFirst("meta[http-equiv]").attr("content"); // Digests have slashes.
    String text = Files.readString(file).replace(Markup.escape(policy), "");
    for (String reference : List.of("http:", "https:", "//", "url(", "@import", "@font-face")) {
      assertFalse(text.contains(reference), reference);
    }
    assertEquals(0, page.select("[src], link, iframe, object, embed, base, img, form").size());
    assertEquals(0, page.select("[style], [onclick], [onload]").size());
    assertTrue(page.select("a[href]").stream().allMatch(a -> a.attr("href").startsWith("#")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"detect", "ner", "qa", "attention", "training"})
  void aPageIsForEverybody(String name) throws IOException {
    Document page = read(SamplePages.write(name, folder));
    assertEquals("ko", page.expectFirst("html").attr("lang"));
    assertTrue(page.title().endsWith("KoELECTRA"), page.title());
    assertEquals(1, page.select("h1").size());
    assertEquals(1, page.select("main#main").size());
    String style = page.expectFirst("style").data();
    assertTrue(style.contains("prefers-color-scheme: dark"));
    assertTrue(style.contains("data-theme=\"dark\""));
    assertTrue(style.contains("@media print"));
    assertTrue(style.contains(":focus-visible"));
    List<String> ids = page.select("[id]").eachAttr("id");
    assertEquals(ids.size(), ids.stream().distinct().count(), ids.toString());
    for (Element label : page.select("label[for]")) {
      assertEquals(1, page.select("input#" + label.attr("for")).size());
    }
    for (Element link : page.select("a[href]")) {
      assertEquals(1, page.select(link.attr("href")).size(), link.outerHtml());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"detect", "ner", "qa", "attention", "training"})
  void theBrowserIsToldToLoadNothing(String name) throws IOException {
    Document page = read(SamplePages.write(name, folder));
    Element policy = page.expectFirst("meta[http-equiv=Content-Security-Policy]");
    assertTrue(policy.attr("content").startsWith("default-src 'none'; "));
    assertFalse(policy.attr("content").contains("unsafe"));
    for (String element : List.of("style", "script:not([type])")) {
      String source = new PageCode(page.expectFirst(element).data()).source();
      assertTrue(policy.attr("content").contains(source), element);
    }
  }

  /** Texts and names of every kind, with stretches that begin and end anywhere. */
  @Test
  void textsComeBackFromEveryPage() throws IOException {
    SplittableRandom random = RandomCases.of("textsComeBackFromEveryPage");
    Subject subject = new Subject(MarkupTest.random(random), List.of());
    List<String> texts = new ArrayList<>();
    Path detectFile = folder.resolve("d.html");
    Path nerFile = folder.resolve("n.html");
    Path qaFile = folder.resolve("q.html");
    try (DetectPage detect = DetectPage.create(detectFile, subject, 0.5);
        NerPage ner = NerPage.create(nerFile, subject);
        QaPage qa = QaPage.create(qaFile, subject)) {
      for (int i = 0; i < CASES; i++) {
        String text = MarkupTest.random(random);
        texts.add(wholePairs(text));
        addTo(detect, ner, qa, random, texts.getLast());
      }
      detect.finish();
      ner.finish();
      qa.finish();
    }
    List<String> carried = texts.stream().map(MarkupTest::carried).toList();
    Document detect = read(detectFile);
    detect.select(".suggestions").remove();
    assertEquals(carried, detect.select(".words").stream().map(Element::wholeText).toList());
    assertEquals(
        carried, read(nerFile).select(".entities").stream().map(Element::wholeText).toList());
    assertEquals(carried, read(qaFile).select(".body").stream().map(Element::wholeText).toList());
    assertEquals(
        carried, read(qaFile).select(".answers h2").stream().map(Element::wholeText).toList());
  }

  /** Without pairs, which a stretch could cut. */
  private static String wholePairs(String text) {
    return text.replaceAll("[\\x{10000}-\\x{10FFFF}]", "가");
  }

  private static void addTo(
      DetectPage detect, NerPage ner, QaPage qa, SplittableRandom random, String text)
      throws IOException {
    int begin = random.nextInt(text.length() + 1);
    int end = begin + random.nextInt(text.length() + 1 - begin);
    String other = MarkupTest.random(random);
    var suggestions = List.of(new DetectView.Suggestion(other, 0.5));
    var word = new DetectView.Word(begin, end, random.nextDouble(), suggestions);
    detect.add(new DetectView(text, List.of(word), random.nextBoolean()));
    ner.add(new NerView(text, List.of(new NerView.Entity(other, begin, end, 0.5)), false));
    List<QaView.Answer> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int from = random.nextInt(text.length() + 1);
      answers.add(new QaView.Answer(0, from, from + random.nextInt(text.length() + 1 - from), 0.1));
    }
    qa.add(new QaView(text, List.of(new QaView.Document(other, text)), answers));
  }

  @Test
  void viewsMustFitTheirTexts() {
    var outside = List.of(new DetectView.Word(0, 3, 0.5, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new DetectView("두자", outside, false));
    var crossed = List.of(new NerView.Entity("A", 0, 2, 1), new NerView.Entity("A", 1, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new NerView("두자", crossed, false));
    var nowhere = List.of(new QaView.Answer(1, 0, 1, 1));
    var documents = List.of(new QaView.Document("이름", "두자"));
    assertThrows(IllegalArgumentException.class, () -> new QaView("?", documents, nowhere));
  }

  @Test
  void entitiesAreCounted() throws IOException {
    Document page = read(SamplePages.write("ner", folder));
    assertEquals("LOC", page.expectFirst(".types button").attr("data-type"));
    assertEquals("3", page.expectFirst(".types button .count").text());
    assertEquals(8, page.select("tbody tr").size());
    assertEquals("김하늘 PER 2", page.expectFirst("tbody tr").text());
  }

  @Test
  void answersAreMarkedByRank() throws IOException {
    Document page = read(SamplePages.write("qa", folder));
    assertEquals("1897년 봄", page.expectFirst("mark.rank0").text());
    assertEquals("q1a1 q1a2", page.expectFirst("mark.rank0").attr("data-answers"));
    assertEquals("에 마을 사람들이 함께", page.expectFirst("mark.rank1").text());
    assertEquals("(답 없음)", page.expectFirst(".none").text());
  }

  @Test
  void probabilitiesAreRoundedToTheStepThatIsStated() throws DataFormatException {
    SplittableRandom random = RandomCases.of("probabilitiesAreRounded");
    float[] probabilities = SamplePages.probabilities(random, 2, 30);
    byte[] packed = Base64.getUrlDecoder().decode(PackedProbabilities.of(List.of(probabilities)));
    Inflater inflater = new Inflater(true);
    inflater.setInput(packed);
    byte[] bytes = new byte[probabilities.length];
    assertEquals(bytes.length, inflater.inflate(bytes));
    inflater.end();
    float[] read = new float[bytes.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = (bytes[i] & 0xFF) / 255f;
    }
    assertArrayEquals(probabilities, read, 0.002f);
  }

  @Test
  void curvesHaveTheirNumbers() throws IOException {
    Document page = read(SamplePages.write("training", folder));
    assertEquals(3, page.select("svg polyline").size());
    assertEquals("loss 손실", page.expectFirst(".chart h2").text());
    assertTrue(page.expectFirst(".chart output").text().endsWith("step 20,000"));
    String[] points = page.expectFirst("polyline").attr("points").split(" ", -1);
    assertEquals(600, points.length);
    for (String point : points) {
      double x = Double.parseDouble(point.split(",", -1)[0]);
      double y = Double.parseDouble(point.split(",", -1)[1]);
      assertTrue(x >= Chart.LEFT && x <= Chart.WIDTH && y >= 0 && y <= Chart.HEIGHT, point);
    }
    List<String> accuracy = page.select("tbody tr").last().select("td").eachText();
    assertEquals(List.of("0.8500", "0.8900", "0.8500", "0.8900"), accuracy);
  }

  @Test
  void aRunWithoutStepsHasAPageToo() throws IOException {
    Path file = folder.resolve("empty.html");
    TrainingPage.write(file, SamplePages.SUBJECT, new TrainingView(List.of()));
    assertEquals("아직 기록이 없습니다.", read(file).expectFirst("main p").text());
    var level = List.of(new TrainingView.Point(1, 2), new TrainingView.Point(2, 2));
    var once = List.of(new TrainingView.Point(7, 0));
    var curves =
        List.of(new TrainingView.Curve("<a>", level), new TrainingView.Curve("once", once));
    TrainingPage.write(file, SamplePages.SUBJECT, new TrainingView(curves));
    assertFalse(Files.readString(file).contains("NaN"));
    assertEquals("<a>", read(file).expectFirst(".chart h2").text());
  }

  /** The rows of every head add up to 1, so most of their bytes are small numbers. */
  @Test
  void twelveTimesTwelveHeadsOf128TokensStayBelowThreeMegabytes() throws IOException {
    SplittableRandom random = RandomCases.of("twelveTimesTwelveHeads");
    List<float[]> layers = new ArrayList<>();
    for (int layer = 0; layer < 12; layer++) {
      layers.add(SamplePages.probabilities(random, 12, 128));
    }
    AttentionView view = new AttentionView(Collections.nCopies(128, "토큰"), 128, 12, layers, false);
    Path file = folder.resolve("large.html");
    AttentionPage.write(file, SamplePages.SUBJECT, view, 0, 0);
    long size = Files.readString(file).getBytes(StandardCharsets.UTF_8).length;
    System.out.println("attention page of 12 x 12 x 128: " + size + " bytes");
    assertTrue(size < 3_000_000, size + " bytes");
  }
}
