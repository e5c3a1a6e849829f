package io.github.koelectra.bench.text;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.tokenizer.TokenizerOptions;
import io.github.koelectra.tokenizer.Vocabulary;
import java.util.List;

/** Ours. */
final class OurTokenizer implements TokenizerContender {
  private final ElectraTokenizer tokenizer;

  OurTokenizer(Vocabulary vocabulary) {
    tokenizer = ElectraTokenizer.of(vocabulary, TokenizerOptions.CASED);
  }

  @Override
  public String name() {
    return "koelectra";
  }

  @Override
  public int[] ids(String sentence) {
    return tokenizer.encode(sentence).ids();
  }

  @Override
  public long encode(List<String> sentences) {
    long tokens = 0;
    for (String sentence : sentences) {
      tokens += tokenizer.encode(sentence).size();
    }
    return tokens;
  }

  @Override
  public long encodeOnAll(List<String> sentences) {
    return tokenizer.encodeBatch(sentences, EncodeOptions.DEFAULT).stream()
        .mapToLong(Encoding::size)
        .sum();
  }
}
