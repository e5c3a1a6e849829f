package io.github.koelectra.weights.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.torch.Value.Dict;
import io.github.koelectra.weights.torch.Value.Text;
import io.github.koelectra.weights.torch.Value.Tuple;
import io.github.koelectra.weights.torch.Value.Whole;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles written here, sound ones and ones of random instructions. */
class PickleMachineTest {
  private static Value read(byte[] pickle) throws PickleException {
    return PickleMachine.read(new Cursor(MemorySegment.ofArray(pickle).asReadOnly()));
  }

  private static byte[] latin1(String pickle) {
    return pickle.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Kind refusal(String pickle) {
    PickleException e = assertThrows(PickleException.class, () -> read(latin1(pickle)));
    WeightFormatException told = e.of(Path.of("model.bin"));
    assertTrue(told.getMessage().startsWith("model.bin: "), told.getMessage());
    return told.kind();
  }

  /** LONG1 is little-endian two's complement, with as many bytes as it takes. */
  @Test
  void integersOfAnySize() throws PickleException {
    SplittableRandom random = RandomCases.of("integers in pickles");
    for (int round = 0; round < 1000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(32)];
      random.nextBytes(bytes);
      ByteArrayOutputStream pickle = new ByteArrayOutputStream();
      pickle.write(0x8a);
      pickle.write(bytes.length);
      for (int i = bytes.length - 1; i >= 0; i--) {
        pickle.write(bytes[i]);
      }
      pickle.write('.');
      Whole whole = assertInstanceOf(Whole.class, read(pickle.toByteArray()));
      assertEquals(new BigInteger(bytes), whole.value());
    }
    assertEquals(new Whole(BigInteger.TWO), read(latin1("L2L\n.")));
    assertEquals(new Whole(BigInteger.ZERO), read(latin1("\u008a\0.")));
  }

  @Test
  void dictsKeepTheirOrderAndTheLastOfEachKey() throws PickleException {
    Dict dict = assertInstanceOf(Dict.class, read(latin1("}(U\1bK\1U\1aK\2U\1bK\3u.")));
    assertEquals(List.of("b", "a"), List.copyOf(dict.members.keySet()));
    assertEquals(new Whole(BigInteger.valueOf(3)), dict.members.get("b"));
  }

  @Test
  void theMemoGivesTheSameValue() throws PickleException {
    Tuple pair = assertInstanceOf(Tuple.class, read(latin1("]q\0h\0\u0086.")));
    assertSame(pair.values().getFirst(), pair.values().getLast());
    Tuple texts = assertInstanceOf(Tuple.class, read(latin1("\u008c\1x\u0094h\0\u0086.")));
    assertEquals(new Text("x"), texts.values().getLast());
  }

  /** Whatever is called, INST, OBJ and their like are refused whether or not their names exist. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(ios\nsystem\n.",
        "(o.",
        ")\u0081.",
        "}\u0092.",
        "\u0082\1.",
        "cposix\nsystem\n.",
        "ccollections\nOrderedDict.__init__\n.",
        "ctorch\nload\n.",
        "cjava.lang\nRuntime\n.",
        "\u008c\2os\u008c\6system\u0093.",
        "U\2os)R."
      })
  void whatCouldRunCodeIsRefused(String pickle) {
    assertEquals(Kind.UNSAFE, refusal(pickle));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff.",
        "0.",
        "2.",
        ".",
        "t.",
        "(.",
        "K\1(a.",
        "}K\1K\1\u0086b.",
        "h\7.",
        "K\1Q.",
        "K\1K\2a.",
        "}(K\1u.",
        "ccollections\nOrderedDict\nK\1\u0085R.",
        "\u0080\6."
      })
  void whatMakesNoSenseIsRefused(String pickle) {
    assertEquals(Kind.HEADER, refusal(pickle));
  }

  @Test
  void nothingEndless() {
    assertEquals(Kind.RESOURCES, refusal("(".repeat(10_000)));
    assertEquals(Kind.RESOURCES, refusal("]".repeat(40) + "a".repeat(39) + "."));
    assertEquals(Kind.RESOURCES, refusal(")" + "\u0085".repeat(40) + "."));
    assertEquals(Kind.RESOURCES, refusal("N".repeat(600_000) + "."));
    assertEquals(Kind.RESOURCES, refusal("}))s."));
    assertEquals(Kind.TRUNCATED, refusal("X\u00ff\u00ff\u00ff\u007f"));
    assertEquals(Kind.TRUNCATED, refusal("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"));
  }

  /** Instructions at random, more often meaningful ones: a value or a refusal. */
  @Test
  void randomInstructions() {
    SplittableRandom random = RandomCases.of("random pickles");
    byte[] frequent = latin1("(NKJ]})tuaes}q\0h\0q\1h\1X\1\0\0\0aU\1b.\u0085\u0086\u0087\u0088");
    int read = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] pickle = new byte[1 + random.nextInt(40)];
      for (int i = 0; i < pickle.length; i++) {
        boolean any = random.nextInt(8) == 0;
        pickle[i] = any ? (byte) random.nextInt(256) : frequent[random.nextInt(frequent.length)];
      }
      read += isRead(pickle) ? 1 : 0;
    }
    assertTrue(read > 100, "only " + read + " made sense");
  }

  private static boolean isRead(byte[] pickle) {
    try {
      return !read(pickle).kind().isEmpty();
    } catch (PickleException e) {
      return e.getMessage().isEmpty();
    }
  }
}
