package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import io.github.koelectra.tensor.kernel.vector.PanelShape;
import io.github.koelectra.tensor.kernel.vector.VectorKernels;

/** Where the arithmetic is done. All rooms give the same bits. */
public enum Room {
  /**
   * The vector room if this JVM has the Vector API, else the scalar one, saying so once. In a
   * process that has just started, plain loops do its work until vectors are compiled.
   */
  AUTO,
  /** Vectors of the processor's preferred width, from the first operation on. */
  VECTOR,
  /** Plain loops: the definition of right. */
  SCALAR;

  private static final String MODULE = "jdk.incubator.vector";
  private static final String VM_INFO = "java.vm.info";

  private static final class Fallback {
    static final KernelProvider SCALAR = announced();

    private static KernelProvider announced() {
      String why =
          vectorAvailable()
              ? "This JVM runs without its optimizing compiler ("
                  + System.getProperty(VM_INFO)
                  + "): computing in plain loops, many times slower"
              : "The Vector API is not enabled: computing in plain loops, several times slower."
                  + " Start java with --add-modules "
                  + MODULE;
      System.getLogger(Kernels.class.getName()).log(System.Logger.Level.WARNING, why);
      return new ScalarKernels();
    }
  }

  /** Whether this JVM was started with the Vector API. */
  public static boolean vectorAvailable() {
    Module kernels = Room.class.getModule();
    ModuleLayer layer = kernels.getLayer() == null ? ModuleLayer.boot() : kernels.getLayer();
    return layer.findModule(MODULE).isPresent();
  }

  /** Whether vectors can be more than objects in this JVM; HotSpot's first compiler knows none. */
  private static boolean compilesVectors() {
    String info = System.getProperty(VM_INFO, "");
    return !info.contains("interpreted mode") && !info.contains("emulated-client");
  }

  /** {@link #VECTOR} if this JVM has the Vector API, else {@link #SCALAR}. */
  public static Room fastest() {
    return vectorAvailable() ? VECTOR : SCALAR;
  }

  Kernels kernels(Parallel parallel) {
    return switch (this) {
      case SCALAR -> Kernels.of(new ScalarKernels(), parallel);
      case AUTO ->
          vectorAvailable() && compilesVectors()
              ? Kernels.of(
                  TieredKernels.instance(), PanelShape.bits(), PanelShape.width(), parallel)
              : Kernels.of(Fallback.SCALAR, parallel);
      case VECTOR -> {
        if (!vectorAvailable()) {
          throw new IllegalStateException(
              "The vector kernels need the Vector API: start java with --add-modules " + MODULE);
        }
        yield Kernels.of(new VectorKernels(), parallel);
      }
    };
  }
}
