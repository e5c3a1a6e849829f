package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the rule finds what it forbids, in classes made for it. */
class ConfinementTest {
  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.FloatVector");
  private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
  private static final ClassDesc STRING = ConstantDescs.CD_String;
  private static final MethodTypeDesc NO_ARGUMENTS = MethodTypeDesc.of(ConstantDescs.CD_void);

  private static ClassModel withBody(String name, Consumer<CodeBuilder> body) {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of(name),
                made ->
                    made.withMethodBody(
                        "run",
                        NO_ARGUMENTS,
                        ClassFile.ACC_STATIC,
                        code -> {
                          body.accept(code);
                          code.return_();
                        }));
    return ClassFile.of().parse(bytes);
  }

  private static void call(CodeBuilder code, ClassDesc owner, String name, MethodTypeDesc type) {
    type.parameterList().forEach(_ -> code.aconst_null());
    code.invokestatic(owner, name, type);
    if (!type.returnType().equals(ConstantDescs.CD_void)) {
      code.pop();
    }
  }

  static Stream<Arguments> forbidden() {
    MethodTypeDesc twoStrings = MethodTypeDesc.of(STRING, STRING, STRING);
    return Stream.of(
        Arguments.of(body(c -> call(c, VECTOR, "zero", MethodTypeDesc.of(VECTOR)))),
        Arguments.of(body(c -> call(c, SYSTEM, "any", MethodTypeDesc.of(VECTOR)))),
        Arguments.of(body(c -> c.iconst_1().invokestatic(SYSTEM, "exit", exit()))),
        Arguments.of(body(c -> call(c, SYSTEM, "setProperty", twoStrings))),
        Arguments.of(body(c -> call(c, ClassDesc.of("java.util.Any"), "setProperty", twoStrings))),
        Arguments.of(
            body(c -> c.getstatic(SYSTEM, "out", ClassDesc.of("java.io.PrintStream")).pop())),
        Arguments.of(body(c -> c.loadConstant("sun.misc.Unsafe").pop())),
        Arguments.of(body(c -> c.new_(ClassDesc.of("sun.misc.Unsafe")).pop())),
        Arguments.of(body(c -> c.new_(ClassDesc.of("jdk.internal.misc.Unsafe")).pop())));
  }

  private static Consumer<CodeBuilder> body(Consumer<CodeBuilder> body) {
    return body;
  }

  private static MethodTypeDesc exit() {
    return MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void whatIsForbiddenIsFound(Consumer<CodeBuilder> body) {
    ClassModel model = withBody("io.github.koelectra.tensor.Made", body);
    assertEquals(false, Confinement.violations(model).isEmpty());
  }

  @Test
  void whatIsAllowedIsNot() {
    ClassModel plain =
        withBody(
            "io.github.koelectra.tensor.Made",
            c -> call(c, SYSTEM, "getProperty", MethodTypeDesc.of(STRING, STRING)));
    assertEquals(List.of(), Confinement.violations(plain));
    ClassModel room =
        withBody(
            "io.github.koelectra.tensor.kernel.vector.Made",
            c -> call(c, VECTOR, "zero", MethodTypeDesc.of(VECTOR)));
    assertEquals(List.of(), Confinement.violations(room));
  }
}
