package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the design demands of every class and file. */
class HouseRulesTest {
  private static final String OURS = "io/github/koelectra/";
  private static final String VECTOR_ROOM = OURS + "tensor/kernel/vector/";
  private static final int MOST_LINES = 400;
  private static final int MOST_PUBLIC_TYPES = 25;

  static final List<String> LIBRARIES = Repository.LIBRARIES;

  /** Which modules a module may name. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "json", Set.of(),
          "tensor", Set.of(),
          "tokenizer", Set.of("json"),
          "weights", Set.of("json", "tensor"),
          "electra", Set.of("json", "tensor", "weights"),
          "core", Set.of("json", "tensor", "tokenizer", "weights", "electra"));

  private static ClassModel parse(Path file) throws IOException {
    return ClassFile.of().parse(Files.readAllBytes(file));
  }

  private static String name(ClassModel model) {
    return model.thisClass().asInternalName();
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void theVectorApiStaysInItsRoom(String module) throws IOException {
    for (Path file : Repository.classes(module)) {
      ClassModel model = parse(file);
      if (!name(model).startsWith(VECTOR_ROOM)) {
        for (PoolEntry entry : model.constantPool()) {
          boolean named =
              entry instanceof Utf8Entry text
                  && text.stringValue().contains("jdk/incubator/vector");
          assertTrue(!named, name(model) + " names the Vector API");
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void librariesTouchNoProcessAndNoUnsafe(String module) throws IOException {
    for (Path file : Repository.classes(module)) {
      ClassModel model = parse(file);
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof MemberRefEntry member) {
          String reference = member.owner().asInternalName() + "." + member.name().stringValue();
          Set<String> forbidden =
              Set.of(
                  "java/lang/System.exit",
                  "java/lang/System.setProperty",
                  "java/lang/System.out",
                  "java/lang/System.err");
          assertTrue(!forbidden.contains(reference), name(model) + " uses " + reference);
        } else if (entry instanceof ClassEntry owner) {
          assertTrue(!owner.asInternalName().endsWith("/Unsafe"), name(model) + " uses Unsafe");
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void importsPointOneWay(String module) throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path file : Repository.classes(module)) {
      for (PoolEntry entry : parse(file).constantPool()) {
        if (entry instanceof ClassEntry owner && owner.asInternalName().startsWith(OURS)) {
          used.add(owner.asInternalName().substring(OURS.length()).split("/", -1)[0]);
        }
      }
    }
    used.remove(module);
    used.removeAll(ARROWS.get(module));
    assertEquals(Set.of(), used, module + " must not use these modules");
  }

  @Test
  void modelsDoNotKnowFiles() throws IOException {
    Set<String> doors = Set.of("Pretrained", "Lifetime");
    for (Path file : Repository.classes("electra")) {
      String simple = file.getFileName().toString().replaceAll("(\\$.*)?\\.class$", "");
      for (PoolEntry entry : parse(file).constantPool()) {
        boolean named =
            entry instanceof ClassEntry owner
                && owner.asInternalName().startsWith(OURS + "weights/");
        assertTrue(!named || doors.contains(simple), simple + " names the weights module");
      }
    }
  }

  @Test
  void filesAreShort() throws IOException {
    for (Path file : Repository.sources(Repository.ROOT, ".java")) {
      long lines = Files.readString(file).lines().count();
      assertTrue(lines <= MOST_LINES, file + " has " + lines + " lines");
    }
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void modulesShowLittle(String module) throws IOException {
    int types = 0;
    for (Path file : Repository.classes(module)) {
      ClassModel model = parse(file);
      boolean inner = name(model).contains("$");
      types += !inner && model.flags().has(AccessFlag.PUBLIC) ? 1 : 0;
    }
    assertTrue(types <= MOST_PUBLIC_TYPES, module + " has " + types + " public types");
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    for (String module : LIBRARIES) {
      Path sources = Repository.ROOT.resolve(module).resolve("src/main/java");
      for (Path file : Repository.sources(sources, ".java")) {
        assertTrue(
            Files.exists(file.resolveSibling("package-info.java")), file + " lacks package-info");
      }
    }
  }

  @Test
  void nothingIsLeftUndone() throws IOException {
    Pattern leftOver = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
    List<String> found = new ArrayList<>();
    for (String ending : List.of(".java", ".md", ".xml")) {
      for (Path file : Repository.sources(Repository.ROOT, ending)) {
        if (leftOver.matcher(Files.readString(file)).find()) {
          found.add(file.toString());
        }
      }
    }
    assertEquals(List.of(), found);
  }
}
