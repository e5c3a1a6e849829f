package io.github.koelectra.train.pretrain;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.TokenizerOptions;
import io.github.koelectra.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Texts of a few words, and a vocabulary that has each of them and every digit. */
final class SampleText {
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
  private static final List<String> WORDS =
      List.of(
          "나무", "바람", "구름", "학교", "친구", "도서관", "저녁", "아침", "바다", "시장", "버스", "기차", "커피", "노래", "편지",
          "우산", "고양이", "강아지", "창문", "의자", "달린다", "웃는다", "읽는다", "걷는다", "마신다", "부른다", "쓴다", "연다",
          "앉는다", "기다린다");

  private SampleText() {}

  static Vocabulary vocabulary() {
    List<String> tokens = new ArrayList<>(SPECIAL);
    tokens.addAll(WORDS);
    for (int digit = 0; digit < 10; digit++) {
      tokens.add("" + digit);
      tokens.add("##" + digit);
    }
    tokens.add(".");
    return Vocabulary.of(tokens);
  }

  static ElectraTokenizer tokenizer() {
    return ElectraTokenizer.of(vocabulary(), TokenizerOptions.CASED);
  }

  /** Some words, from {@code least} to {@code most}. */
  static String sentence(SplittableRandom random, int least, int most) {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(least, most + 1); count > 0; count--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(count > 1 ? " " : "");
    }
    return text.toString();
  }

  /** A file of numbered lines, so that each is another. */
  static Path numbered(Path file, int lines, SplittableRandom random) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int line = 0; line < lines; line++) {
      texts.add(line + " " + sentence(random, 1, 9));
    }
    return Files.write(file, texts);
  }
}
