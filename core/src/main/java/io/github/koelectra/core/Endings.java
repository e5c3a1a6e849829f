package io.github.koelectra.core;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What words, by their letters, end a sentence, go on with one, or are followed by a full stop. */
final class Endings {
  /** No word is looked at farther back. */
  private static final int MOST_CHARS = 24;

  /** Syllables before 요 that make it an ending; 필요, 중요, 가요 and others are nouns. */
  private static final String BEFORE_YO = "어아여해에예네군지래대세셔까나게워와려져줘봐돼데걸던든은는거구서";

  /** Nouns and particles that look like words with a final ending. */
  private static final List<String> NO_ENDINGS =
      List.of(
          "바다", "마다", "보다", "동네", "아까", "때마다", "필요", "중요", "주요", "수요", "개요", "가요", "동요", "강요",
          "소요");

  /** What a sentence goes on with after something that was said. */
  private static final Pattern GOES_ON =
      Pattern.compile(
          "(하고|하며|하면서|하는|하던)(?![가-힣])|이?라(고|는|며|면서|던|더니|네|지만|기에|기보다)[가-힣]*|하고는(?![가-힣])");

  /** And after a quotation. */
  private static final Pattern GOES_ON_QUOTED =
      Pattern.compile("(고|며|는|면서|하자|하니|해서)(?![가-힣])|(했|말[했하]|물[었으]|외[쳤치]|대답|답[했하]|소리)[가-힣]*");

  /** Particles that can follow, without a space, what looks like a final ending. */
  private static final Pattern GOES_ON_ATTACHED =
      Pattern.compile("(고|며|는|면서|에서|에게|와|과|을|를|의|은|이|가|도|로|으로|에|만|까지|부터|입니다|이다)(?![가-힣])");

  /** What an ending without a full stop goes on with besides: it was none. */
  private static final Pattern GOES_ON_UNMARKED =
      Pattern.compile(
          "(하[고며면는던더지니여]|한[다테]?|할|합|해|했|싶|보[면니다]|봐|봤|치[고자더]|말|생각|느[낌껴끼]|그러|말[고이]|"
              + "왔다|갔다|안|못|만|뿐|정도|때문)[가-힣]*");

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "dr", "mr", "mrs", "ms", "prof", "st", "no", "nos", "vs", "etc", "inc", "ltd", "co",
          "corp", "jr", "sr", "fig", "figs", "vol", "ed", "eds", "al", "ca", "cf", "pp", "op",
          "feat", "ft", "gen", "rev", "sgt", "capt", "lt", "col", "gov", "sen", "rep", "mt", "ave",
          "blvd", "dept", "univ", "approx", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
          "sep", "sept", "oct", "nov", "dec", "ph", "tel");

  private static final Pattern LETTERS_WITH_STOPS = Pattern.compile("([A-Za-z]\\.)*[A-Za-z]");
  private static final Pattern ROMAN = Pattern.compile("[IVX]+");
  private static final Pattern MARKER =
      Pattern.compile("[(（]?([0-9]{1,3}([.-][0-9]{1,3})*|[가나다라마바사아자차카타파하]|[A-Za-z]|[IVX]+)[)）]?");
  private static final Pattern ARTICLE = Pattern.compile("제[0-9]+(조|항|호|장|절|편|관|권|회|차|과)");
  private static final Pattern ITEM_NUMBER = Pattern.compile("[0-9]{1,2}");
  private static final Pattern DATE_PART = Pattern.compile("['’]?[0-9]+(\\.[0-9]+)*");

  private Endings() {}

  /** The word, without white space, that ends before {@code end}. */
  static String word(String text, int from, int end) {
    int begin = end;
    while (begin > from && end - begin < MOST_CHARS && !Letters.white(text.charAt(begin - 1))) {
      begin--;
    }
    return text.substring(begin, end);
  }

  /** Whether a word ends as sentences do, so that dots after it or a line's end do end one. */
  static boolean isFinal(String word) {
    int n = word.length();
    if (n < 2
        || !Letters.hangul(word.charAt(n - 2))
        || NO_ENDINGS.stream().anyMatch(word::equals)) {
      return false;
    }
    char before = word.charAt(n - 2);
    return switch (word.charAt(n - 1)) {
      case '다' -> !word.endsWith("마다");
      case '죠', '까', '네', '냐', '군', '됨' -> true;
      case '요' -> BEFORE_YO.indexOf(before) >= 0;
      case '나' -> before == '구';
      case '음' -> Letters.endsInDoubleSios(before) || Letters.endsInBieupSios(before);
      default -> false;
    };
  }

  /** Whether a word ends a sentence even if nothing but a space follows it. */
  static boolean isFinalUnmarked(String word) {
    int n = word.length();
    if (n < 3 || !Letters.hangul(word.charAt(n - 3)) || !isFinal(word)) {
      return false;
    }
    char before = word.charAt(n - 2);
    return switch (word.charAt(n - 1)) {
      case '다' ->
          Letters.endsInDoubleSios(before)
              || (before == '니' && Letters.endsInBieup(word.charAt(n - 3)));
      case '요', '죠' -> true;
      default -> false;
    };
  }

  /** Whether what begins here goes on with what looked like the end of a sentence. */
  static boolean goesOn(String text, int at) {
    return begins(GOES_ON, text, at);
  }

  /** The same after a quotation. */
  static boolean goesOnQuoted(String text, int at) {
    return goesOn(text, at) || begins(GOES_ON_QUOTED, text, at);
  }

  /** The same where no space is between. */
  static boolean goesOnAttached(String text, int at) {
    return goesOn(text, at) || begins(GOES_ON_ATTACHED, text, at);
  }

  /** The same where there was no mark. */
  static boolean goesOnUnmarked(String text, int at) {
    return goesOn(text, at) || begins(GOES_ON_UNMARKED, text, at);
  }

  private static boolean begins(Pattern pattern, String text, int at) {
    return pattern.matcher(text).region(at, Math.min(text.length(), at + MOST_CHARS)).lookingAt();
  }

  /** Whether a full stop after the word belongs to it: abbreviations, initials, articles of law. */
  static boolean takesStop(String word) {
    int from = word.length();
    while (from > 0 && (Letters.latin(word.charAt(from - 1)) || word.charAt(from - 1) == '.')) {
      from--;
    }
    String latin = word.substring(from);
    boolean alone = from == 0 || !Letters.digit(word.charAt(from - 1));
    if (alone && !latin.isEmpty()) {
      return (LETTERS_WITH_STOPS.matcher(latin).matches() && !latin.equals("I"))
          || ABBREVIATIONS.contains(latin.toLowerCase(Locale.ROOT));
    }
    return ARTICLE.matcher(word).matches();
  }

  /** Whether a word with a full stop, at the beginning of a sentence, counts in a list. */
  static boolean isMarker(String word) {
    return MARKER.matcher(word).matches() || ROMAN.matcher(word).matches();
  }

  /** Whether a word with a full stop counts in a list wherever it stands. */
  static boolean isItemNumber(String word) {
    return ITEM_NUMBER.matcher(word).matches();
  }

  /** Whether a word with a full stop may be a part of a date. */
  static boolean isDatePart(String word) {
    return DATE_PART.matcher(word).matches();
  }
}
