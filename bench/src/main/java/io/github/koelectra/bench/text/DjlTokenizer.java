package io.github.koelectra.bench.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.koelectra.json.Json;
import io.github.koelectra.tokenizer.TokenizerOptions;
import io.github.koelectra.tokenizer.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hugging Face's tokenizers by DJL, without truncation and padding. */
final class DjlTokenizer implements TokenizerContender {
  private static final String CLASSIFIER = "[CLS]";
  private static final String SEPARATOR = "[SEP]";
  private static final String UNKNOWN = "[UNK]";

  private final HuggingFaceTokenizer tokenizer;

  DjlTokenizer(Vocabulary vocabulary) throws IOException {
    byte[] json = Json.write(definition(vocabulary)).getBytes(StandardCharsets.UTF_8);
    tokenizer =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(json),
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true"));
  }

  /** KoELECTRA's tokenizer as a {@code tokenizer.json}. */
  private static Map<String, Object> definition(Vocabulary vocabulary) {
    Map<String, Object> ids = new LinkedHashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.token(id), id);
    }
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("version", "1.0");
    definition.put("added_tokens", added(vocabulary));
    definition.put(
        "normalizer",
        Map.of(
            "type", "BertNormalizer",
            "clean_text", true,
            "handle_chinese_chars", true,
            "strip_accents", false,
            "lowercase", false));
    definition.put("pre_tokenizer", Map.of("type", "BertPreTokenizer"));
    definition.put(
        "post_processor",
        Map.of(
            "type", "BertProcessing",
            "sep", List.of(SEPARATOR, vocabulary.id(SEPARATOR).orElseThrow()),
            "cls", List.of(CLASSIFIER, vocabulary.id(CLASSIFIER).orElseThrow())));
    definition.put(
        "model",
        Map.of(
            "type",
            "WordPiece",
            "unk_token",
            UNKNOWN,
            "continuing_subword_prefix",
            "##",
            "max_input_chars_per_word",
            TokenizerOptions.CASED.maxWordLength(),
            "vocab",
            ids));
    return definition;
  }

  private static List<Map<String, Object>> added(Vocabulary vocabulary) {
    return List.of("[PAD]", UNKNOWN, CLASSIFIER, SEPARATOR, "[MASK]").stream()
        .map(
            token ->
                Map.<String, Object>of(
                    "id", vocabulary.id(token).orElseThrow(),
                    "content", token,
                    "single_word", false,
                    "lstrip", false,
                    "rstrip", false,
                    "normalized", false,
                    "special", true))
        .toList();
  }

  @Override
  public String name() {
    return "Hugging Face by DJL";
  }

  @Override
  public int[] ids(String sentence) {
    return Arrays.stream(tokenizer.encode(sentence).getIds()).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public long encode(List<String> sentences) {
    long tokens = 0;
    for (String sentence : sentences) {
      tokens += tokenizer.encode(sentence).getIds().length;
    }
    return tokens;
  }

  @Override
  public long encodeOnAll(List<String> sentences) {
    long tokens = 0;
    for (Encoding encoding : tokenizer.batchEncode(sentences)) {
      tokens += encoding.getIds().length;
    }
    return tokens;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
