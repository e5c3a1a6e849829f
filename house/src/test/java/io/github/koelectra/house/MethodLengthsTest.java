package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.house.MethodLengths.Method;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;

/** That the measure counts what it should, and can be exceeded. */
class MethodLengthsTest {
  private static MethodLengths of(String text) throws IOException {
    return MethodLengths.of(
        List.of(
            new SimpleJavaFileObject(
                URI.create("string:///Made.java"), JavaFileObject.Kind.SOURCE) {
              @Override
              public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
              }
            }));
  }

  @Test
  void aMethodIsItsDeclarationAndItsBody() throws IOException {
    MethodLengths lengths =
        of(
            """
            class Made {
              /** Documentation does not count. */
              @Deprecated
              int two(
                  int a) {
                Runnable r = new Runnable() {
                  public void run() {
                  }
                };
                return a;
              }

              Made() {}

              interface Without { void body(); }
            }
            """);
    assertEquals(
        List.of(
            new Method("Made.java.<init>", 1),
            new Method("Made.java.run", 2),
            new Method("Made.java.two", 9)),
        lengths.methods());
  }

  private static MethodLengths lengths(int shortOnes, int longOnes) {
    List<Method> methods = new ArrayList<>();
    for (int i = 0; i < shortOnes + longOnes; i++) {
      methods.add(new Method("m" + i, i < shortOnes ? 3 : 31));
    }
    return new MethodLengths(methods);
  }

  @Test
  void nineInTen() {
    assertEquals(3, lengths(90, 10).ninetiethPercentile());
    assertEquals(31, lengths(89, 11).ninetiethPercentile());
    assertEquals(3, lengths(9, 1).ninetiethPercentile());
    assertEquals(31, lengths(8, 1).ninetiethPercentile());
    assertEquals(31, lengths(0, 1).ninetiethPercentile());
    assertEquals(0, lengths(0, 0).ninetiethPercentile());
  }
}
