package io.github.koelectra.house;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a compiled class of a library may not name, read from its constants: those of descriptors,
 * signatures and reflection count as much as calls.
 */
final class Confinement {
  private static final String VECTOR_ROOM = "io/github/koelectra/tensor/kernel/vector/";

  /** Methods and fields that reach the whole process, whoever declares them. */
  private static final Set<String> PROCESS =
      Set.of(
          "java/lang/System.exit",
          "java/lang/System.out",
          "java/lang/System.err",
          "java/lang/System.setOut",
          "java/lang/System.setErr",
          "java/lang/System.setProperties",
          "java/lang/System.clearProperty",
          "java/lang/Runtime.exit",
          "java/lang/Runtime.halt");

  private Confinement() {}

  /** What {@code model} names and must not, a sentence each. */
  static List<String> violations(ClassModel model) {
    String name = model.thisClass().asInternalName();
    List<String> found = new ArrayList<>();
    for (PoolEntry entry : model.constantPool()) {
      forbidden(entry, name.startsWith(VECTOR_ROOM))
          .ifPresent(what -> found.add(name + " names " + what));
    }
    return found;
  }

  private static Optional<String> forbidden(PoolEntry entry, boolean inVectorRoom) {
    return switch (entry) {
      case Utf8Entry text -> forbiddenText(text.stringValue(), inVectorRoom);
      case MemberRefEntry member -> {
        String method = member.name().stringValue();
        String reference = member.owner().asInternalName() + "." + method;
        boolean banned = PROCESS.contains(reference) || method.equals("setProperty");
        yield banned ? Optional.of(reference) : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Optional<String> forbiddenText(String text, boolean inVectorRoom) {
    boolean vector = !inVectorRoom && text.contains("jdk/incubator/vector");
    boolean unsafe = text.contains("misc/Unsafe") || text.contains("misc.Unsafe");
    return vector || unsafe ? Optional.of(text) : Optional.empty();
  }
}
