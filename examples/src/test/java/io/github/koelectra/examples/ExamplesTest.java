package io.github.koelectra.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every example with a tiny model, most over texts of the goldens of Hugging Face. */
class ExamplesTest {
  /** As the names of files on macOS are written. */
  private static final String DECOMPOSED =
      Normalizer.normalize("서울은 도시이다. 나는 부산으로 갔다.", Normalizer.Form.NFD);

  @TempDir private static Path folder;

  private static String model(String name) {
    return PipelineFiles.path(name).toString();
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  static List<Example> examples() throws IOException {
    List<Example> all = new ArrayList<>(classifiers());
    all.addAll(readers());
    all.addAll(encoders());
    return all;
  }

  private static List<Example> classifiers() {
    return List.of(
        Example.of(
            Sentiment.class,
            List.of(model("sequence"), "한강전자 대표 김영희는 부산으로 갔다.", "오늘 날씨가 정말 좋았다😀 그리고 바다🌊도 좋았다."),
            "부정 0.9946 한강전자 대표 김영희는 부산으로 갔다.",
            "중립 0.9748 오늘 날씨가 정말 좋았다😀 그리고 바다🌊도 좋았다."),
        Example.of(
            Inference.class,
            List.of(model("sequence"), "민수는 서울에서 일한다.", "그는 회사를 다닌다."),
            "중립 0.8437",
            "부정 0.1559",
            "긍정 0.0004"),
        Example.of(
            HateSpeech.class,
            List.of(model("multi-label"), "NASA와 KTX, 그리고 Seoul의 cafe에서 AI 이야기를 했다.", DECOMPOSED),
            "날씨, 음식: NASA와 KTX, 그리고 Seoul의 cafe에서 AI 이야기를 했다.",
            "clean: " + DECOMPOSED),
        Example.of(
            CleanedComments.class,
            List.of(model("sequence"), "정말 좋았다ㅋㅋㅋㅋㅋㅋ😀😀 바다!!!!", DECOMPOSED),
            "부정 정말 좋았다ㅋㅋ 바다!!",
            "부정 서울은 도시이다. 나는 부산으로 갔다."),
        Example.of(
            Topics.class,
            List.of(model("nli"), "서울은 도시이다. 나는 부산으로 갔다.", "날씨", "영화", "은행"),
            "영화 0.6565",
            "은행 0.3322",
            "날씨 0.0113"));
  }

  private static List<Example> readers() throws IOException {
    return List.of(
        Example.of(
            Sentences.class,
            List.of("비가 온다. “우산 있어?”라고 물었다. 3.5km를 걸었다."),
            "0..6 비가 온다.",
            "7..22 “우산 있어?”라고 물었다.",
            "23..34 3.5km를 걸었다."),
        Example.of(
            NamedEntities.class,
            List.of(model("ner-prefix"), "민수는 어제 서울에서 지은을 만났다."),
            "ORG 는 어제 2..6 0.7533",
            "ORG 에서 9..11 0.9325",
            "LOC 지은 12..14 0.9241",
            "LOC . 19..20 0.7390"),
        Example.of(
            PersonalData.class,
            List.of(model("ner-prefix"), "LOC,PER", "민수는 어제 서울에서 지은을 만났다.", "강릉에서 살았다."),
            "민수는 어제 서울에서 [LOC]을 만났다[LOC]",
            "강릉에서 살았다."),
        Example.of(
            Answers.class,
            List.of(
                model("qa"),
                "민수는 어디에서 살았나?",
                file("a.txt", "민수는 서울에서 살았고 지은은 부산에서 살았다. 두 사람은 2024년 봄에 대전에서 만났다."),
                file("b.txt", "바다에서 만난 고양이")),
            "0.6874 부산에서 살았다. 두 사람은 (" + folder.resolve("a.txt") + ")",
            "0.1864 바다에서 (" + folder.resolve("b.txt") + ")",
            "0.0314 부산에서 살았다. 두 사람은 2024년 봄에 (" + folder.resolve("a.txt") + ")"),
        Example.of(
            MaskedWords.class,
            List.of(model("generator"), "민수는 [MASK]에서 지은을 만났다."),
            "0.2846 민수는네 에서 지은을 만났다.",
            "0.1401 민수는o 에서 지은을 만났다.",
            "0.1329 민수는녀 에서 지은을 만났다.",
            "0.1172 민수는 에 에서 지은을 만났다.",
            "0.0868 민수는5 에서 지은을 만났다."),
        Example.of(
            ReplacedWords.class,
            List.of(model("discriminator"), model("generator"), "민수는 어제 서울에서 지은을 만났다."),
            "민수는 0.5017 [민수산, 민수네, 민수님]",
            "어제 0.8555 [합니다, NASA, 안]",
            "지은을 0.8129 [지은네, 지은o, 지은S]",
            "만났다 0.5566 [안, ᄉ, 는]"));
  }

  private static List<Example> encoders() throws IOException {
    return List.of(
        Example.of(
            Features.class,
            List.of(model("encoder"), "민수는 어제 서울에서 지은을 만났다."),
            "[CLS] 1.8500 ... (32)",
            "민수 0.7066 ... (32)",
            "##는 0.8377 ... (32)",
            "어제 -1.2596 ... (32)",
            "서울 0.4337 ... (32)",
            "##에서 -0.4702 ... (32)",
            "지은 -1.6325 ... (32)",
            "##을 -0.7758 ... (32)",
            "만났다 1.1690 ... (32)",
            ". 0.8377 ... (32)",
            "[SEP] -1.8217 ... (32)"),
        Example.of(
                SentenceVectors.class,
                List.of(model("encoder")),
                "\\[-0.00458\\d+, 0.17829\\d+, .*",
                "\\[0.06120\\d+, .*")
            .withInput("민수는 어제 서울에서 지은을 만났다.\n바다\n"),
        Example.of(
            SimilaritySearch.class,
            List.of(
                model("encoder"),
                "강릉 바다에 갔다",
                file("lines.txt", "바다\n강릉에서 바다를 봤다\n커피값은 4500원이다\n나는 바다에 갔다\n")),
            "0.7651 1: 바다",
            "0.6969 4: 나는 바다에 갔다",
            "0.6791 2: 강릉에서 바다를 봤다"),
        Example.of(
            Ranking.class,
            List.of(model("regression"), "오늘은 비가 온다.", "내일은 눈이 온다.", "영화가 재미있었다!", "비가 온다"),
            "-0.1022 비가 온다",
            "-0.2791 영화가 재미있었다!",
            "-0.5553 내일은 눈이 온다."));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void printsWhatItSays(Example example) throws ReflectiveOperationException {
    assertLinesMatch(example.output(), example.run());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void saysHowItIsUsed(Class<?> program) throws IOException, InterruptedException {
    String failure = Program.failure(program);
    String usage = "2 usage: " + program.getSimpleName() + " [^\n]+\\R";
    assertTrue(failure.matches(usage), failure);
  }

  /** One that is neither in the list above nor has a test class of its own fails. */
  @Test
  void everyExampleIsTested() throws IOException, URISyntaxException {
    Set<String> tested =
        examples().stream()
            .map(e -> e.type().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    tested.addAll(
        List.of("ClassifyServer", "IndexDocuments")); // ClassifyServerTest, IndexDocumentsTest
    assertEquals(
        tested,
        programs().stream()
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The compiled classes that have a main method. */
  static List<Class<?>> programs() throws IOException, URISyntaxException {
    Path classes = Path.of(Sentiment.class.getResource("Sentiment.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(classes)) {
      return files
          .map(f -> f.getFileName().toString().replace(".class", ""))
          .filter(name -> !name.contains("$") && !name.equals("package-info"))
          .<Class<?>>map(ExamplesTest::named)
          .sorted((a, b) -> a.getName().compareTo(b.getName()))
          .toList();
    }
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(ExamplesTest.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
