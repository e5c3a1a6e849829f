package io.github.koelectra.tokenizer;

import java.text.Normalizer;

/**
 * The stripping of accents, by the tables Hugging Face's tokenizers use. They are of an older
 * Unicode than Java's: what is newer is neither taken apart nor stripped. Only uncased tokenizers
 * need this class.
 */
final class Accents {
  /** What is stripped: non-spacing marks. */
  private static final CodePointRanges STRIPPED =
      CodePointRanges.parse(
          """
          300-36F 483-487 591-5BD 5BF 5C1-5C2 5C4-5C5 5C7 610-61A 64B-65F 670 6D6-6DC 6DF-6E4
          6E7-6E8 6EA-6ED 711 730-74A 7A6-7B0 7EB-7F3 816-819 81B-823 825-827 829-82D 859-85B
          8E3-902 93A 93C 941-948 94D 951-957 962-963 981 9BC 9C1-9C4 9CD 9E2-9E3 A01-A02 A3C
          A41-A42 A47-A48 A4B-A4D A51 A70-A71 A75 A81-A82 ABC AC1-AC5 AC7-AC8 ACD AE2-AE3 B01
          B3C B3F B41-B44 B4D B56 B62-B63 B82 BC0 BCD C00 C3E-C40 C46-C48 C4A-C4D C55-C56
          C62-C63 C81 CBC CBF CC6 CCC-CCD CE2-CE3 D01 D41-D44 D4D D62-D63 DCA DD2-DD4 DD6 E31
          E34-E3A E47-E4E EB1 EB4-EB9 EBB-EBC EC8-ECD F18-F19 F35 F37 F39 F71-F7E F80-F84
          F86-F87 F8D-F97 F99-FBC FC6 102D-1030 1032-1037 1039-103A 103D-103E 1058-1059
          105E-1060 1071-1074 1082 1085-1086 108D 109D 135D-135F 1712-1714 1732-1734 1752-1753
          1772-1773 17B4-17B5 17B7-17BD 17C6 17C9-17D3 17DD 180B-180D 18A9 1920-1922 1927-1928
          1932 1939-193B 1A17-1A18 1A1B 1A56 1A58-1A5E 1A60 1A62 1A65-1A6C 1A73-1A7C 1A7F
          1AB0-1ABD 1B00-1B03 1B34 1B36-1B3A 1B3C 1B42 1B6B-1B73 1B80-1B81 1BA2-1BA5 1BA8-1BA9
          1BAB-1BAD 1BE6 1BE8-1BE9 1BED 1BEF-1BF1 1C2C-1C33 1C36-1C37 1CD0-1CD2 1CD4-1CE0
          1CE2-1CE8 1CED 1CF4 1CF8-1CF9 1DC0-1DF5 1DFC-1DFF 20D0-20DC 20E1 20E5-20F0 2CEF-2CF1
          2D7F 2DE0-2DFF 302A-302D 3099-309A A66F A674-A67D A69E-A69F A6F0-A6F1 A802 A806 A80B
          A825-A826 A8C4 A8E0-A8F1 A926-A92D A947-A951 A980-A982 A9B3 A9B6-A9B9 A9BC A9E5
          AA29-AA2E AA31-AA32 AA35-AA36 AA43 AA4C AA7C AAB0 AAB2-AAB4 AAB7-AAB8 AABE-AABF AAC1
          AAEC-AAED AAF6 ABE5 ABE8 ABED FB1E FE00-FE0F FE20-FE2F 101FD 102E0 10376-1037A
          10A01-10A03 10A05-10A06 10A0C-10A0F 10A38-10A3A 10A3F 10AE5-10AE6 11001 11038-11046
          1107F-11081 110B3-110B6 110B9-110BA 11100-11102 11127-1112B 1112D-11134 11173
          11180-11181 111B6-111BE 111CA-111CC 1122F-11231 11234 11236-11237 112DF 112E3-112EA
          11300-11301 1133C 11340 11366-1136C 11370-11374 114B3-114B8 114BA 114BF-114C0
          114C2-114C3 115B2-115B5 115BC-115BD 115BF-115C0 115DC-115DD 11633-1163A 1163D
          1163F-11640 116AB 116AD 116B0-116B5 116B7 1171D-1171F 11722-11725 11727-1172B
          16AF0-16AF4 16B30-16B36 16F8F-16F92 1BC9D-1BC9E 1D167-1D169 1D17B-1D182 1D185-1D18B
          1D1AA-1D1AD 1D242-1D244 1DA00-1DA36 1DA3B-1DA6C 1DA75 1DA84 1DA9B-1DA9F 1DAA1-1DAAF
          1E8D0-1E8D6 E0100-E01EF
          """);

  /** What Java takes apart and Hugging Face does not. */
  private static final CodePointRanges WHOLE =
      CodePointRanges.parse(
          """
          105C9 105E4 11383 11385 1138E 11391 113C5 113C7-113C8 11938 16121-16128
          16D68-16D6A
          """);

  private static final int FIRST_SYLLABLE = 0xAC00;
  private static final int LAST_SYLLABLE = 0xD7A3;
  private static final int VOWELS = 21;
  private static final int FINALS = 28;

  private Accents() {}

  /** A code point taken apart, without its accents; may be empty. */
  static String strip(int codePoint) {
    return codePoint >= FIRST_SYLLABLE && codePoint <= LAST_SYLLABLE
        ? letters(codePoint - FIRST_SYLLABLE)
        : withoutMarks(codePoint);
  }

  /** The letters of a Hangul syllable (The Unicode Standard, 3.12). */
  private static String letters(int syllable) {
    char initial = (char) (0x1100 + syllable / (VOWELS * FINALS));
    char vowel = (char) (0x1161 + syllable / FINALS % VOWELS);
    char last = (char) (0x11A7 + syllable % FINALS);
    return last == 0x11A7
        ? String.valueOf(new char[] {initial, vowel})
        : String.valueOf(new char[] {initial, vowel, last});
  }

  private static String withoutMarks(int codePoint) {
    String whole = Character.toString(codePoint);
    String parts =
        WHOLE.contains(codePoint) ? whole : Normalizer.normalize(whole, Normalizer.Form.NFD);
    StringBuilder kept = new StringBuilder();
    parts.codePoints().filter(part -> !STRIPPED.contains(part)).forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
