package io.github.koelectra.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * How long methods are, as the compiler sees them: from the first line of the declaration, its
 * annotations included, to the closing brace.
 *
 * @param methods in ascending order of their lines
 */
record MethodLengths(List<Method> methods) {
  private static final int SHOWN = 5;

  /** A method with a body, by the file it is in. */
  record Method(String name, long lines) {}

  MethodLengths {
    methods = methods.stream().sorted(Comparator.comparingLong(Method::lines)).toList();
  }

  static MethodLengths of(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      return of(manager.getJavaFileObjectsFromPaths(files));
    }
  }

  static MethodLengths of(Iterable<? extends JavaFileObject> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, null, null, sources);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<Method> methods = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      new Scanner(unit, positions).scan(unit, methods);
    }
    return new MethodLengths(methods);
  }

  private static final class Scanner extends TreeScanner<Void, List<Method>> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    Scanner(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitMethod(MethodTree method, List<Method> methods) {
      if (method.getBody() != null) {
        String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
        long first = line(positions.getStartPosition(unit, method));
        long last = line(positions.getEndPosition(unit, method));
        methods.add(new Method(file + "." + method.getName(), last - first + 1));
      }
      return super.visitMethod(method, methods);
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }

  /** The smallest length that at least nine of ten methods do not exceed; 0 without methods. */
  long ninetiethPercentile() {
    return methods.isEmpty() ? 0 : methods.get(Math.ceilDiv(9 * methods.size(), 10) - 1).lines();
  }

  @Override
  public String toString() {
    return "of "
        + methods.size()
        + " methods nine in ten have at most "
        + ninetiethPercentile()
        + " lines; the longest: "
        + methods.reversed().subList(0, Math.min(SHOWN, methods.size()));
  }
}
