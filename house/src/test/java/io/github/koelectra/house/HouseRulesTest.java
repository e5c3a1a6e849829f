package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the design demands of every class and file. */
class HouseRulesTest {
  private static final String OURS = "io/github/koelectra/";
  private static final int MOST_LINES = 400;
  private static final int MOST_METHOD_LINES = 30;
  private static final int MOST_PUBLIC_TYPES = 25;

  /** Packages behind a door of their module: public among themselves, and not exported. */
  private static final Pattern ROOMS = Pattern.compile("/tensor/kernel/(scalar|vector)/");

  static final List<String> LIBRARIES = Repository.LIBRARIES;

  /** Which modules a module may name. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "json", Set.of(),
          "tensor", Set.of(),
          "tokenizer", Set.of("json"),
          "weights", Set.of("json", "tensor"),
          "electra", Set.of("json", "tensor", "weights"),
          "core", Set.of("json", "tensor", "tokenizer", "weights", "electra"),
          "nano", Set.of("weights"),
          "metrics", Set.of(),
          "vocab", Set.of("tensor", "tokenizer"),
          "train", Set.of("json", "tensor", "tokenizer", "weights", "electra", "core", "metrics"));

  private static ClassModel parse(Path file) throws IOException {
    return ClassFile.of().parse(Files.readAllBytes(file));
  }

  private static String name(ClassModel model) {
    return model.thisClass().asInternalName();
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void theVectorApiStaysInItsRoomAndNothingTouchesTheProcess(String module) throws IOException {
    List<Path> classes = Repository.classes(module);
    assertTrue(!classes.isEmpty(), "not compiled: " + module);
    for (Path file : classes) {
      assertEquals(List.of(), Confinement.violations(parse(file)));
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
  @MethodSource("sourceFolders")
  void methodsAreShort(Path folder) throws IOException {
    MethodLengths lengths = MethodLengths.of(Repository.sources(folder, ".java"));
    assertTrue(lengths.ninetiethPercentile() <= MOST_METHOD_LINES, folder + ": " + lengths);
  }

  /** The main and the test sources of every module, where there are any. */
  static List<Path> sourceFolders() throws IOException {
    try (Stream<Path> modules = Files.list(Repository.ROOT)) {
      return modules
          .flatMap(m -> Stream.of(m.resolve("src/main/java"), m.resolve("src/test/java")))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void modulesShowLittle(String module) throws IOException {
    int types = 0;
    for (Path file : Repository.classes(module)) {
      ClassModel model = parse(file);
      boolean inner = name(model).contains("$");
      boolean room = ROOMS.matcher(name(model)).find();
      types += !inner && !room && model.flags().has(AccessFlag.PUBLIC) ? 1 : 0;
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

  /** Whoever imports the jar sees how each type of its front door is used. */
  @Test
  void everyTypeOfTheFrontDoorHasAnExample() throws IOException {
    Pattern documented =
        Pattern.compile("\\{@code\\n.*?^public ", Pattern.DOTALL | Pattern.MULTILINE);
    Path sources = Repository.ROOT.resolve("core/src/main/java");
    int types = 0;
    for (Path file : Repository.sources(sources, ".java")) {
      String source = Files.readString(file);
      if (Pattern.compile("^public ", Pattern.MULTILINE).matcher(source).find()) {
        assertTrue(documented.matcher(source).find(), file + " shows no example");
        types++;
      }
    }
    assertTrue(types > 10, types + " types");
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
