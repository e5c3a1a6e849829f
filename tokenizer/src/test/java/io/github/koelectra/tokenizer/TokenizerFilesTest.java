package io.github.koelectra.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tokenizer.TokenizerOptions.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings beside a vocabulary. */
class TokenizerFilesTest {
  private static final String VOCABULARY =
      "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n<s>\n<e1>\n가\na\n##나\n";

  @TempDir private Path folder;

  private ElectraTokenizer tokenizer(String settings) throws IOException {
    Files.writeString(folder.resolve("vocab.txt"), VOCABULARY);
    Files.writeString(folder.resolve("tokenizer_config.json"), settings);
    return ElectraTokenizer.fromPretrained(folder);
  }

  @Test
  void settingsAreRead() throws IOException {
    TokenizerOptions options =
        tokenizer(
                """
                {"do_lower_case": true, "strip_accents": false, "tokenize_chinese_chars": false,
                 "model_max_length": 128, "cls_token": "<s>", "sep_token": {"content": "<e1>"}}
                """)
            .options();
    assertTrue(options.doLowerCase());
    assertFalse(options.stripAccents() || options.tokenizeChineseChars());
    assertEquals(128, options.modelMaxLength());
    assertEquals(
        new SpecialTokens("[UNK]", "<e1>", "[PAD]", "<s>", "[MASK]", List.of()),
        options.specialTokens());
    assertEquals(TokenizerOptions.CASED, tokenizer("{}").options());
    assertEquals(TokenizerOptions.UNCASED, tokenizer("{\"do_lower_case\": true}").options());
  }

  @Test
  void additionalSpecialTokensAreFoundInTexts() throws IOException {
    ElectraTokenizer tokenizer =
        tokenizer("{\"additional_special_tokens\": [\"<s>\", {\"content\": \"<e1>\"}]}");
    assertEquals(List.of("가", "<e1>", "[UNK]", "<s>", "a"), tokenizer.tokenize("가<e1>나<s>a"));
    assertEquals("가 a", tokenizer.decode(new int[] {7, 6, 5, 8}, true));
    VocabularyException e =
        assertThrows(
            VocabularyException.class,
            () -> tokenizer("{\"additional_special_tokens\": [\"<e2>\"]}"));
    assertTrue(e.getMessage().contains("no special token <e2>"), e.getMessage());
  }

  @Test
  void aFolderWithoutATokenizerIsSaidToBeOne() {
    VocabularyException e =
        assertThrows(VocabularyException.class, () -> ElectraTokenizer.fromPretrained(folder));
    assertTrue(e.getMessage().contains("neither vocab.txt nor tokenizer.json"), e.getMessage());
  }

  @Test
  void optionsAreChecked() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenizerOptions(false, false, true, true, 0, 512, SpecialTokens.BERT));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenizerOptions(false, false, true, true, 1001, 512, SpecialTokens.BERT));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenizerOptions(false, false, true, true, 100, 0, SpecialTokens.BERT));
  }
}
