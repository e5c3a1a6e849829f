package io.github.koelectra.house;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of documentation.
 *
 * @param text all of it
 */
record Readme(String text) {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern NAME = Pattern.compile("`[^`]+`");
  private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+");

  /** A fenced block: {@code java}, or no language for commands. */
  record Block(String language, String content) {}

  static Readme of(String file) throws IOException {
    return new Readme(Files.readString(Repository.ROOT.resolve(file)));
  }

  /** The fenced blocks in the order of the page. */
  List<Block> blocks() {
    return BLOCK.matcher(text).results().map(m -> new Block(m.group(1), m.group(2))).toList();
  }

  /** The headings and the table rows, without their words. */
  List<String> outline() {
    return text.lines()
        .filter(line -> line.startsWith("#") || line.startsWith("|"))
        .map(line -> line.startsWith("#") ? line.replaceAll("[^#].*", "") : "|")
        .toList();
  }

  /** What stands between backquotes outside of blocks: no translation changes it. */
  SortedSet<String> names() {
    return found(NAME, prose());
  }

  /** The numbers with a decimal point outside of blocks and names. */
  SortedSet<String> numbers() {
    return found(NUMBER, NAME.matcher(prose()).replaceAll(""));
  }

  private String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }

  private static SortedSet<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(m -> m.group().replaceAll("\\s+", " "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A program of the Java blocks, each in a method of its own, in the order of the page. */
  String program() {
    StringBuilder imports = new StringBuilder("import java.nio.file.Path;\n");
    StringBuilder methods = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    List<Block> java = blocks().stream().filter(b -> b.language().equals("java")).toList();
    for (int i = 0; i < java.size(); i++) {
      methods.append("static void block" + i + "(Path path) throws Exception {\n");
      calls.append("block" + i + "(Path.of(args[0]));\n");
      for (String line : java.get(i).content().lines().toList()) {
        (line.startsWith("import ") ? imports : methods).append(line).append('\n');
      }
      methods.append("}\n");
    }
    String main = "public static void main(String[] args) throws Exception {\n" + calls + "}\n";
    return imports + "public final class Readme {\n" + methods + main + "}\n";
  }
}
