package io.github.koelectra.cli;

import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Little data for fine-tuning, made of the words of the tiny models, and the models. */
final class TaskRows {
  /** What is fine-tuned: an encoder of two layers with the head of a discriminator. */
  static final String DISCRIMINATOR = PipelineFiles.path("discriminator").toString();

  private static final List<String> PLACES =
      List.of("서울", "부산", "제주", "대전", "강릉", "한국", "한강", "바다", "회사", "학교");

  private TaskRows() {}

  /** The words that fine-tune it on the data in {@code folder}, and then {@code more}. */
  static List<String> finetune(Path folder, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "finetune",
                "--task",
                "custom",
                "--model",
                DISCRIMINATOR,
                "--data",
                folder.resolve("data").toString(),
                "--output",
                folder.resolve("output").toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Good and bad films, told by one word. */
  static String sentiment() {
    StringBuilder rows = new StringBuilder("text\tlabel\n");
    for (String place : PLACES) {
      rows.append(place).append(" 영화 정말 좋았다\tgood\n");
      rows.append(place).append(" 영화 아주 읽었다\tbad\n");
    }
    return rows.toString();
  }

  /** The same as numbers. */
  static String scores() {
    return sentiment().replace("good", "4.5").replace("bad", "0.5");
  }

  /** The same with several labels. */
  static String several() {
    return sentiment().replace("good", "film,good").replace("bad", "film");
  }

  /** Places in sentences. */
  static String places() {
    List<String> rows = new ArrayList<>();
    for (String place : PLACES) {
      rows.add(place + " 영화 좋았다\tLOC-B O O");
    }
    return String.join("\n", rows) + "\n";
  }

  /** Where somebody went. */
  static String questions() {
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < PLACES.size(); i++) {
      String context = "어제 " + PLACES.get(i) + " 갔다";
      questions.add(
          "{\"context\":\"%s\",\"qas\":[{\"id\":\"q%d\",\"question\":\"질문\",\"answers\":[{\"text\":\"%s\",\"answer_start\":3}]}]}"
              .formatted(context, i, PLACES.get(i)));
    }
    return "{\"version\":\"1\",\"data\":[{\"title\":\"t\",\"paragraphs\":["
        + String.join(",", questions)
        + "]}]}";
  }

  /** Writes the same rows as all three parts of a custom task's data. */
  static Path write(Path folder, String rows, String ending) throws IOException {
    Files.createDirectories(folder);
    for (String part : List.of("train", "dev", "test")) {
      Files.writeString(folder.resolve(part + ending), rows);
    }
    return folder;
  }
}
