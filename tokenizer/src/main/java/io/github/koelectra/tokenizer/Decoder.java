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
        text.append(token);
      } else if (token.startsWith(CONTINUATION)) {
        text.append(token, CONTINUATION.length(), token.length());
      } else {
        text.append(ATTACHED.stream().anyMatch(token::startsWith) ? "" : " ").append(token);
      }
    }
    return text.toString();
  }
}
