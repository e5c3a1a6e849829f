package io.github.koelectra.cli.html;

import io.github.koelectra.cli.html.DetectView.Suggestion;
import io.github.koelectra.cli.html.DetectView.Word;
import io.github.koelectra.cli.html.QaView.Answer;
import io.github.koelectra.cli.html.QaView.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A page of every kind, for tests to look at. */
final class SamplePages {
  static final Subject SUBJECT = new Subject("예제/작은-모델", List.of());
  static final List<String> NAMES = List.of("detect", "ner", "qa", "attention", "training");
  static final int LAYERS = 4;
  static final int HEADS = 4;

  private static final List<String> TOKENS =
      List.of(
          "[CLS]", "나", "##는", "어제", "도서관", "##에서", "책", "##을", "읽", "##었", "##다", ".", "[SEP]",
          "오늘", "##도", "읽", "##는다", ".", "[SEP]");

  private SamplePages() {}

  static Path write(String name, Path folder) throws IOException {
    Path file = folder.resolve(name + ".html");
    switch (name) {
      case "detect" -> detect(file);
      case "ner" -> ner(file);
      case "qa" -> qa(file);
      case "training" -> TrainingPage.write(file, SUBJECT, training());
      default -> AttentionPage.write(file, SUBJECT, attention(), 1, 2);
    }
    return file;
  }

  /** Noise that falls, a rate that rises and falls, and a few evaluations. */
  static TrainingView training() {
    SplittableRandom random = new SplittableRandom(11);
    List<TrainingView.Point> loss = new ArrayList<>();
    List<TrainingView.Point> rate = new ArrayList<>();
    List<TrainingView.Point> accuracy = new ArrayList<>();
    for (int step = 10; step <= 20_000; step += 10) {
      loss.add(new TrainingView.Point(step, 0.3 + random.nextDouble() / 5 + 400.0 / (step + 800)));
      rate.add(
          new TrainingView.Point(step, 5e-5 * Math.min(step / 2000.0, (20_000 - step) / 18_000.0)));
      if (step % 4000 == 0) {
        accuracy.add(new TrainingView.Point(step, 0.9 - 200.0 / step));
      }
    }
    return new TrainingView(
        List.of(
            new TrainingView.Curve("loss", loss),
            new TrainingView.Curve("rate", rate),
            new TrainingView.Curve("eval_accuracy", accuracy)));
  }

  private static void detect(Path file) throws IOException {
    try (DetectPage page = DetectPage.create(file, SUBJECT, 0.5)) {
      List<Suggestion> rice = List.of(new Suggestion("밥을", 0.71), new Suggestion("빵을", 0.18));
      String first = "나는 방금 전에 구름을 먹고 우산을 마시며 천천히 집으로 걸어왔다.";
      page.add(words(first, rice, 0.02, 0.08, 0.11, 0.97, 0.34, 0.62, 0.48, 0.05, 0.01, 0.03));
      String second = "봄이 오면 마을 뒷산에 파란 진달래가 피고, 아이들은 바위를 타고 학교에 간다.";
      page.add(
          words(
              second, List.of(), 0.01, 0.06, 0.04, 0.09, 0.83, 0.22, 0.15, 0.07, 0.56, 0.41, 0.05,
              0.02));
      page.add(new DetectView("끝이 잘린 글입니다. 여기부터는 읽지 않았습니다.", List.of(word(0, 2, 0.3)), true));
      page.finish();
    }
  }

  private static Word word(int begin, int end, double score) {
    return new Word(begin, end, score, List.of());
  }

  private static DetectView words(String text, List<Suggestion> suggestions, double... scores) {
    List<Word> words = new ArrayList<>();
    int begin = 0;
    for (double score : scores) {
      int space = text.indexOf(' ', begin);
      int end = space < 0 ? text.length() : space;
      words.add(new Word(begin, end, score, score > 0.6 ? suggestions : List.of()));
      begin = end + 1;
    }
    return new DetectView(text, words, false);
  }

  private static void ner(Path file) throws IOException {
    try (NerPage page = NerPage.create(file, SUBJECT)) {
      page.add(
          entities(
              "김하늘 씨는 지난 3월 2일 부산에서 새벽출판사와 계약을 맺고 서울로 돌아왔다.",
              "PER",
              "김하늘",
              "DAT",
              "3월 2일",
              "LOC",
              "부산",
              "ORG",
              "새벽출판사",
              "LOC",
              "서울"));
      page.add(
          entities(
              "서울에서 열린 한강달리기 대회에는 오백 명이 모였고, 김하늘 씨가 오전 9시에 출발을 알렸다.",
              "LOC",
              "서울",
              "EVT",
              "한강달리기 대회",
              "NUM",
              "오백 명",
              "PER",
              "김하늘",
              "TIM",
              "오전 9시"));
      page.finish();
    }
  }

  private static NerView entities(String text, String... typesAndTexts) {
    List<NerView.Entity> entities = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < typesAndTexts.length; i += 2) {
      int begin = text.indexOf(typesAndTexts[i + 1], at);
      at = begin + typesAndTexts[i + 1].length();
      entities.add(new NerView.Entity(typesAndTexts[i], begin, at, 0.98 - 0.013 * i));
    }
    return new NerView(text, entities, false);
  }

  private static void qa(Path file) throws IOException {
    String bridge =
        "마을 앞을 흐르는 강에는 오래된 돌다리가 있다. 이 다리는 1897년 봄에 마을 사람들이 함께 놓았다고 전해진다. "
            + "여름이면 아이들이 다리 밑에서 물놀이를 하고, 가을이면 다리 위에서 작은 잔치가 열린다.";
    String school = "마을의 첫 학교는 다리가 놓인 지 두 해 뒤인 1899년 가을에 문을 열었다.\n지금은 도서관으로 쓰인다.";
    try (QaPage page = QaPage.create(file, SUBJECT)) {
      page.add(
          new QaView(
              "돌다리는 언제 놓였는가?",
              List.of(new Document("돌다리.txt", bridge), new Document("학교.txt", school)),
              List.of(
                  answer(0, bridge, "1897년 봄", 0.8712),
                  answer(0, bridge, "1897년 봄에 마을 사람들이 함께", 0.0641),
                  answer(1, school, "1899년 가을", 0.0218),
                  new Answer(0, 0, 0, 0.0102))));
      page.add(new QaView("학교는 누가 지었는가?", List.of(new Document("학교.txt", school)), List.of()));
      page.finish();
    }
  }

  private static Answer answer(int document, String text, String answer, double score) {
    int begin = text.indexOf(answer);
    return new Answer(document, begin, begin + answer.length(), score);
  }

  /** Of made-up probabilities whose rows add up to 1; a row looks at few tokens most of all. */
  static AttentionView attention() {
    SplittableRandom random = new SplittableRandom(7);
    List<float[]> layers = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      layers.add(probabilities(random, HEADS, TOKENS.size()));
    }
    return new AttentionView(TOKENS, 13, HEADS, layers, false);
  }

  static float[] probabilities(SplittableRandom random, int heads, int tokens) {
    float[] probabilities = new float[heads * tokens * tokens];
    for (int row = 0; row < probabilities.length; row += tokens) {
      float sum = 0;
      for (int i = row; i < row + tokens; i++) {
        probabilities[i] = (float) Math.pow(random.nextDouble(), 8);
        sum += probabilities[i];
      }
      for (int i = row; i < row + tokens; i++) {
        probabilities[i] /= sum;
      }
    }
    return probabilities;
  }
}
