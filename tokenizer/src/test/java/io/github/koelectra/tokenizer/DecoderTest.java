package io.github.koelectra.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts of tokens, as {@code decoders.WordPiece} of tokenizers 0.22.2 gives them. */
class DecoderTest {
  private static void check(String expected, String... tokens) {
    assertEquals(expected, Decoder.decode(List.of(tokens)));
  }

  @Test
  void tokensAreJoinedAndCleanedUpOneByOne() {
    check("##은는", "##은", "##는");
    check("김영희는 이철수의.", "김영희는 이철수", "##의", ".");
    check("a b.c don't", "a", "b .c", "do not");
    check("I do not", "I do", "not");
    check("we don't 've", "we do not", " 've");
    check("x' y", "x", "##' y");
    check("rock'nn't's", "rock ' n", "n't", "'s");
    check("a '", "a", " ' ");
    check("##.?!", "##.", "?", "##!");
    check("김  서울, 부산", "김", " 서울 , 부산");
    check("it ' s", "it", "'", "s");
    check("xa don't", "x", "##a do not");
    check("");
  }
}
