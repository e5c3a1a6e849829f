import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes in a jar that are older than Java 8 its version and the stack maps that go with
 * it. Without them the JVM infers types whenever it verifies such a class, and its class archives
 * leave the result out.
 */
final class RaiseClassVersions {
  private static final int MAJOR_HIGH_BYTE = 6;

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
    Map<String, byte[]> classes = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        entries.put(entry, content);
        classes.put(entry.getName(), content);
      }
    }
    ClassFile raising =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(resolver(classes)));
    Path raised = Path.of(jar + ".raised");
    try (OutputStream out = Files.newOutputStream(raised);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<ZipEntry, byte[]> entry : entries.entrySet()) {
        ZipEntry copy = new ZipEntry(entry.getKey().getName());
        copy.setTimeLocal(entry.getKey().getTimeLocal());
        byte[] content = entry.getValue();
        zip.putNextEntry(copy);
        zip.write(isOld(copy.getName(), content) ? raised(raising, content) : content);
        zip.closeEntry();
      }
    }
    Files.move(raised, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ClassHierarchyResolver resolver(Map<String, byte[]> classes) {
    return ClassHierarchyResolver.ofResourceParsing(
            type -> {
              String name = type.descriptorString();
              byte[] content = classes.get(name.substring(1, name.length() - 1) + ".class");
              return content == null ? null : new ByteArrayInputStream(content);
            })
        .orElse(ClassHierarchyResolver.ofClassLoading(ClassLoader.getPlatformClassLoader()));
  }

  private static boolean isOld(String name, byte[] content) {
    return name.endsWith(".class")
        && (content[MAJOR_HIGH_BYTE] << Byte.SIZE | content[MAJOR_HIGH_BYTE + 1])
            < ClassFile.JAVA_8_VERSION;
  }

  private static byte[] raised(ClassFile raising, byte[] content) {
    return raising.transformClass(
        raising.parse(content),
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(ClassTransform.endHandler(c -> c.withVersion(ClassFile.JAVA_8_VERSION, 0))));
  }
}
