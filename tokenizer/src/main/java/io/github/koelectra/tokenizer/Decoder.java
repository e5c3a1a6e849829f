package io.github.koelectra.tokenizer;

import java.util.List;

/** Tokens back to text, as Hugging Face's WordPiece decoder cleans it up. */
final class Decoder {
  private static final String CONTINUATION = "##";
  private static final List<String> ATTACHED =
      List.of(".", "?", "!", ",", "n't", "'m", "'s", "'ve", "'re");

  private Decoder() {}

  static String decode(List<String> tokens) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (i == 0) {
        text.append(cleaned(token));
      } else if (token.startsWith(CONTINUATION)) {
        text.append(cleaned(token.substring(CONTINUATION.length())));
      } else if (token.indexOf(' ') >= 0) {
        text.append(cleaned(" " + token));
      } else {
        text.append(ATTACHED.stream().anyMatch(token::startsWith) ? "" : " ").append(token);
      }
    }
    return text.toString();
  }

  /** What has spaces inside: it was decoded before, or is a special token of several words. */
  private static String cleaned(String token) {
    return token.indexOf(' ') < 0
        ? token
        : token
            .replace(" .", ".")
            .replace(" ?", "?")
            .replace(" !", "!")
            .replace(" ,", ",")
            .replace(" ' ", "'")
            .replace(" n't", "n't")
            .replace(" 'm", "'m")
            .replace(" do not", " don't")
            .replace(" 's", "'s")
            .replace(" 've", "'ve")
            .replace(" 're", "'re");
  }
}
