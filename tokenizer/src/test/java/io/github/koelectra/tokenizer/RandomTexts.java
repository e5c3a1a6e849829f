package io.github.koelectra.tokenizer;

import java.util.List;
import java.util.SplittableRandom;

/** Random texts of everything that a stage of the tokenizer treats in its own way. */
final class RandomTexts {
  private static final List<String> SPACES =
      List.of(" ", " ", " ", "\t", "\n", "\r", "\u00A0", "\u3000", "\u2003", "\u2028");
  private static final List<String> REMOVED =
      List.of("\u0000", "\u0001", "\u000B", "\f", "\u0085", "\u00AD", "\u200B", "\uFEFF", "\uFFFD");
  private static final List<String> MARKS =
      List.of("\u0301", "\u0308", "\u0323", "\u20DD", "\uFE0F", "\u3099", "\u0F71");
  private static final List<String> FOLDED =
      List.of("É", "é", "ß", "İ", "Ω", "ς", "Å", "Ａ", "Ж", "\u037E", "\u1FEF", "𐐀", "ﬁ", "각");
  private static final List<String> CHINESE =
      List.of("國", "學", "\u3400", "\uF900", "\uFA0E", "𠀀", "𪜀", "\uD86E\uDD1F", "\uD86E\uDD20");
  private static final List<String> EMOJI =
      List.of("😀", "👍🏽", "👨\u200D👩\u200D👧", "❤\uFE0F", "🇰🇷");
  private static final List<String> SPECIAL =
      List.of("[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[cls]", "[MAS", "[[MASK]]", "[");

  private final SplittableRandom random;

  RandomTexts(SplittableRandom random) {
    this.random = random;
  }

  /** A text of at most so many parts, most of them a char. */
  String next(int parts) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(parts + 1); i > 0; i--) {
      text.append(part());
    }
    return text.toString();
  }

  private String part() {
    return switch (random.nextInt(16)) {
      case 0, 1 -> one(SPACES);
      case 2 -> one(REMOVED);
      case 3 -> one(MARKS);
      case 4 -> one(FOLDED);
      case 5 -> one(CHINESE);
      case 6 -> one(EMOJI);
      case 7 -> one(SPECIAL);
      case 8 -> Character.toString(".,!?#()-·…。「".charAt(random.nextInt(12)));
      case 9 -> Character.toString(random.nextInt(0x1100, 0x1200));
      case 10 -> Character.toString(random.nextInt(0xD800, 0xE000));
      case 11 -> Character.toString(random.nextInt(0x20, 0x500));
      case 12 -> Character.toString("abcABCxS019".charAt(random.nextInt(11)));
      default -> Character.toString("가나다라한국어ㅋㅎ".charAt(random.nextInt(9)));
    };
  }

  private String one(List<String> parts) {
    return parts.get(random.nextInt(parts.size()));
  }
}
