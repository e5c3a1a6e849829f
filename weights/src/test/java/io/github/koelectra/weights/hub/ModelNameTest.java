package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {
  @ParameterizedTest
  @CsvSource({
    "monologg/koelectra-base-v3-discriminator, main",
    "a/b@v1.0, v1.0",
    "a/b_c.d@refs/pr/12, refs/pr/12",
    "a/b@3f2a, 3f2a",
    "bert-base-uncased, main",
    "A0/b@한국어, 한국어"
  })
  void names(String text, String revision) throws HubException {
    ModelName name = ModelName.parse(text);
    assertEquals(revision, name.revision());
    assertEquals(text.replaceFirst("@.*", ""), name.repository());
    assertEquals(text.contains("/"), ModelName.matches(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a/",
        "/b",
        "a/b/c",
        "a/..",
        "../b",
        "./b",
        "a/b--c",
        "a/b..c",
        "a/b.git",
        "a b/c",
        "a/b@",
        "a/b@..",
        "a/b@x/../y",
        "a/b@/x",
        "a/b@x/",
        "a/b@x//y",
        "a/b@x y",
        "a/b@x\\y",
        "a/b@.x",
        "a/b@x/.y",
        "a/b@x:y",
        "a/b@x@{1}",
        "a/b@x.",
        "한/국",
        "-a/b",
        "a/b-",
        "a/b\n",
        "a/b\0",
        "a\\b",
        "C:/b",
        "a/b@x\ny"
      })
  void noNames(String text) {
    assertFalse(ModelName.matches(text));
    HubException e = assertThrows(HubException.class, () -> ModelName.parse(text));
    assertEquals(HubException.Kind.NAME, e.kind());
  }

  @Test
  void lengths() {
    assertTrue(ModelName.matches("a/" + "b".repeat(94)));
    assertFalse(ModelName.matches("a/" + "b".repeat(95)));
    assertFalse(ModelName.matches("a/b@" + "c".repeat(256)));
    assertThrows(IllegalArgumentException.class, () -> new ModelName("a/../b", "main"));
    assertThrows(IllegalArgumentException.class, () -> new ModelName("a/b", "../main"));
  }

  @Test
  void commits() {
    assertTrue(new ModelName("a/b", "0123456789abcdef0123456789abcdef01234567").isCommit());
    assertFalse(new ModelName("a/b", "0123456").isCommit());
    assertEquals("a/b", new ModelName("a/b", "main").toString());
    assertEquals("a/b@v1", new ModelName("a/b", "v1").toString());
  }
}
