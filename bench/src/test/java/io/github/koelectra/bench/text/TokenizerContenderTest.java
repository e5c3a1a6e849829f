package io.github.koelectra.bench.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerContenderTest {
  private static final List<String> SENTENCES =
      List.of("한국어 모델을 공유합니다.", "오늘은 날씨가 좋고, 내일은 비가 온다!", "그 책을 읽었다 (2020)…  韓國 😀", "");

  private static Vocabulary vocabulary() throws IOException {
    return Vocabulary.read(FormatFiles.path("safetensors-f32").resolve("vocab.txt"));
  }

  @Test
  void bothGiveTheSameIds() throws IOException {
    TokenizerContender ours = new OurTokenizer(vocabulary());
    try (TokenizerContender theirs = new DjlTokenizer(vocabulary())) {
      TokenizerBenchmark.check(SENTENCES, ours, theirs);
      long tokens = ours.encode(SENTENCES);
      assertEquals(tokens, ours.encodeOnAll(SENTENCES));
      assertEquals(tokens, theirs.encode(SENTENCES));
      assertEquals(tokens, theirs.encodeOnAll(SENTENCES));
    }
  }

  @Test
  void otherIdsAreFound() throws IOException {
    List<String> fewer = vocabulary().tokens().subList(0, 200);
    TokenizerContender ours = new OurTokenizer(vocabulary());
    TokenizerContender other = new OurTokenizer(Vocabulary.of(fewer));
    assertThrows(
        IllegalStateException.class,
        () -> TokenizerBenchmark.check(List.of("단종 카드는 결국"), ours, other));
  }
}
