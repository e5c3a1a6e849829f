package io.github.koelectra.core;

/** Kinds of chars that rules about texts ask for. */
final class Letters {
  private static final char FIRST_SYLLABLE = '가';
  private static final char LAST_SYLLABLE = '힣';

  /** How many syllables share their first consonant and vowel. */
  private static final int FINALS = 28;

  private static final int DOUBLE_SIOS = 20;
  private static final int BIEUP = 17;
  private static final int BIEUP_SIOS = 18;

  private static final String ENDS = ".!?…。！？．｡‼⁇⁈⁉";
  private static final String FEELINGS = "ㅋㅎㅠㅜㅡㄷㄱㅇㅉ~～∼^;♥♡★☆♪-_=:)ㅗ";

  private Letters() {}

  static boolean white(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  static boolean hangul(char character) {
    return character >= FIRST_SYLLABLE && character <= LAST_SYLLABLE;
  }

  static boolean latin(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }

  static boolean digit(char character) {
    return character >= '0' && character <= '9';
  }

  static boolean latinOrDigit(char character) {
    return latin(character) || digit(character);
  }

  /** Whether it is a mark that can end a sentence. */
  static boolean ends(char character) {
    return ENDS.indexOf(character) >= 0;
  }

  /** Whether it hangs on what is before it: combining marks, joiners, selectors, low surrogates. */
  static boolean hangs(char character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || Character.isLowSurrogate(character);
  }

  /** Whether a laugh, a tear, an emoticon or an emoji is made of such code points. */
  static boolean feeling(int character) {
    return FEELINGS.indexOf(character) >= 0
        || (character > 0x7f && Character.isExtendedPictographic(character))
        || (character > 0xffff && Character.isEmojiComponent(character));
  }

  /** Whether a syllable is that of a verb in the past, or of 있 and 겠. */
  static boolean endsInDoubleSios(char syllable) {
    return hangul(syllable) && last(syllable) == DOUBLE_SIOS;
  }

  /** Whether a syllable ends in ㅂ, as those before 니다 do. */
  static boolean endsInBieup(char syllable) {
    return hangul(syllable) && last(syllable) == BIEUP;
  }

  /** Whether a syllable ends in ㅄ, as 없 does. */
  static boolean endsInBieupSios(char syllable) {
    return hangul(syllable) && last(syllable) == BIEUP_SIOS;
  }

  private static int last(char syllable) {
    return (syllable - FIRST_SYLLABLE) % FINALS;
  }
}
