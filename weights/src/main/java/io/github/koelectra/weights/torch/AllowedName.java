package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.util.Optional;
import java.util.Set;

/** The names a pickle may mention, whole: the files of tensors need no others. */
enum AllowedName {
  ORDERED_DICT("collections", "OrderedDict"),
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2"),
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
  SIZE("torch", "Size"),
  FLOAT("torch", "FloatStorage", DType.F32),
  HALF("torch", "HalfStorage", DType.F16),
  BFLOAT16("torch", "BFloat16Storage", DType.BF16),
  DOUBLE("torch", "DoubleStorage", DType.F64),
  LONG("torch", "LongStorage", DType.I64),
  INT("torch", "IntStorage", DType.I32),
  SHORT("torch", "ShortStorage", DType.I16),
  CHAR("torch", "CharStorage", DType.I8),
  BYTE("torch", "ByteStorage", DType.U8),
  BOOL("torch", "BoolStorage", DType.BOOL),
  UNTYPED("torch.storage", "UntypedStorage", DType.U8),
  REBUILD_TYPED_TENSOR("torch._utils", "_rebuild_tensor_v3"),
  UINT16("torch", "uint16", DType.U16),
  UINT32("torch", "uint32", DType.U32),
  UINT64("torch", "uint64", DType.U64),
  FLOAT8_E4M3("torch", "float8_e4m3fn", DType.F8_E4M3),
  FLOAT8_E5M2("torch", "float8_e5m2", DType.F8_E5M2);

  /** Harmless, but of element types no model of these has. */
  private static final Set<String> OTHER_TYPES =
      Set.of(
          "torch.QInt8Storage",
          "torch.QUInt8Storage",
          "torch.QInt32Storage",
          "torch.QUInt4x2Storage",
          "torch.QUInt2x4Storage",
          "torch.ComplexFloatStorage",
          "torch.ComplexDoubleStorage",
          "torch._utils._rebuild_qtensor",
          "torch._utils._rebuild_sparse_tensor");

  private final String module;
  private final String name;
  private final Optional<DType> dtype;

  AllowedName(String module, String name) {
    this(module, name, Optional.empty());
  }

  AllowedName(String module, String name, DType dtype) {
    this(module, name, Optional.of(dtype));
  }

  AllowedName(String module, String name, Optional<DType> dtype) {
    this.module = module;
    this.name = name;
    this.dtype = dtype;
  }

  /** Whether it is a class of storages. */
  boolean isStorage() {
    return name.endsWith("Storage");
  }

  /** The element type, if this is a class of storages or an element type. */
  Optional<DType> dtype() {
    return dtype;
  }

  String whole() {
    return module + "." + name;
  }

  static Optional<AllowedName> of(String module, String name) {
    for (AllowedName allowed : values()) {
      if (allowed.module.equals(module) && allowed.name.equals(name)) {
        return Optional.of(allowed);
      }
    }
    return Optional.empty();
  }

  /** Why another name is refused. */
  static PickleException refusal(String module, String name) {
    String whole = module + "." + name;
    return OTHER_TYPES.contains(whole)
        ? new PickleException(
            Kind.DTYPE, "holds " + whole + ", a kind of tensor that cannot be read here")
        : new PickleException(
            Kind.UNSAFE,
            "refused, for its pickle asks for "
                + whole
                + ", which no file of tensors needs and which could run code; do not load it"
                + " elsewhere unless you trust who made it");
  }
}
