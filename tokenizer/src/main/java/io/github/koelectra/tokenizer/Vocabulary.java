package io.github.koelectra.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The tokens by id: the lines of a {@code vocab.txt}. Immutable and safe to share. */
public final class Vocabulary {
  private final List<String> tokens;
  private final Map<String, Integer> ids;

  private Vocabulary(List<String> tokens, Map<String, Integer> ids) {
    this.tokens = tokens;
    this.ids = ids;
  }

  /**
   * A vocabulary of these tokens, their ids their places; empty ones take an id and never match.
   *
   * @throws IllegalArgumentException if a token occurs twice
   */
  public static Vocabulary of(List<String> tokens) {
    Map<String, Integer> ids = HashMap.newHashMap(tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      Integer other = token.isEmpty() ? null : ids.put(token, id);
      if (other != null) {
        throw new IllegalArgumentException(
            "token '" + token + "' is on line " + (other + 1) + " and on line " + (id + 1));
      }
    }
    return new Vocabulary(List.copyOf(tokens), ids);
  }

  /**
   * Reads a {@code vocab.txt}: UTF-8, one token a line, ids from 0.
   *
   * @throws VocabularyException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static Vocabulary read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new VocabularyException(file + ": no such vocabulary file");
    }
    String text;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new VocabularyException(file + ": not UTF-8 text, so no vocabulary", e);
    }
    List<String> tokens = lines(text.startsWith("\uFEFF") ? text.substring(1) : text);
    if (tokens.isEmpty()) {
      throw new VocabularyException(file + ": the vocabulary is empty; download it again");
    }
    try {
      return of(tokens);
    } catch (IllegalArgumentException e) {
      throw new VocabularyException(file + ": " + e.getMessage(), e);
    }
  }

  /** Only a line feed ends a line; white space before it is not part of the token. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int begin = 0;
    while (begin < text.length()) {
      int end = text.indexOf('\n', begin);
      end = end < 0 ? text.length() : end;
      int last = end;
      while (last > begin && text.charAt(last - 1) <= ' ') {
        last--;
      }
      lines.add(text.substring(begin, last));
      begin = end + 1;
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /** The number of ids. */
  public int size() {
    return tokens.size();
  }

  /** The id of a token, if it has one. */
  public OptionalInt id(String token) {
    Integer id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /**
   * The token of an id.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public String token(int id) {
    return tokens.get(id);
  }

  /** All tokens by id. */
  public List<String> tokens() {
    return tokens;
  }
}
