package io.github.koelectra.cli.hdf5;

import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.jhdf.ObjectHeader;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One data set of a file, and the tensor it is. */
final class DataSet {
  private static final String WEIGHTS = "model_weights";
  private static final String OPTIMIZER = "optimizer_weights";

  /** How many bytes a number has, and how many bits its parts. */
  private record Form(int bytes, int exponent, int mantissa) {}

  private static final Map<Form, DType> IEEE =
      Map.of(
          new Form(2, 5, 10), DType.F16,
          new Form(4, 8, 23), DType.F32,
          new Form(8, 11, 52), DType.F64);

  private final Path file;
  private final long fileLength;
  private final List<String> path;
  private final ObjectHeader header;

  DataSet(Path file, long fileLength, GroupTree.Found found) {
    this.file = file;
    this.fileLength = fileLength;
    this.path = found.path();
    this.header = found.header();
  }

  /** The tensor, if this is one of real numbers and the model's. */
  Optional<TensorEntry> tensor() throws WeightFormatException {
    DataType type = header.getMessageOfType(DataTypeMessage.class).getDataType();
    if (path.contains(OPTIMIZER) || !(type instanceof FloatingPoint numbers)) {
      return Optional.empty();
    }
    DType dtype = dtype(numbers);
    long[] shape =
        header.getMessageOfType(DataSpaceMessage.class).getDataSpace().getDimensionsAsLong();
    DataLayoutMessage layout = header.getMessageOfType(DataLayoutMessage.class);
    if (!(layout instanceof ContiguousDataLayoutMessage place)) {
      throw wrong(Kind.FORMAT, "kept in pieces or compressed; save the file without compression");
    }
    long bytes = bytes(dtype, shape);
    long begin = bytes == 0 ? 0 : place.getAddress();
    if (begin < 0 || begin > fileLength || bytes > fileLength - begin) {
      throw wrong(Kind.TRUNCATED, "lies beyond the end of the file; download it again");
    }
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    return Optional.of(new TensorEntry(name(), dtype, dimensions, file, begin, bytes));
  }

  private DType dtype(FloatingPoint type) throws WeightFormatException {
    if (type.getByteOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw wrong(Kind.DTYPE, "kept in big-endian numbers, which are not supported");
    }
    Form form = new Form(type.getSize(), type.getExponentSize(), type.getMantissaSize());
    DType dtype = IEEE.get(form);
    if (dtype == null || type.getBitOffset() != 0 || type.getMantissaLocation() != 0) {
      throw wrong(Kind.DTYPE, "kept in numbers of an unknown form");
    }
    return dtype;
  }

  private long bytes(DType dtype, long[] shape) throws WeightFormatException {
    long bytes = dtype.bits() / Byte.SIZE;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw wrong(Kind.SHAPE, "has a dimension of " + dimension);
      }
      try {
        bytes = Math.multiplyExact(bytes, dimension);
      } catch (ArithmeticException e) {
        throw new WeightFormatException(Kind.OVERFLOW, where() + "does not fit 64 bits", e);
      }
    }
    return bytes;
  }

  /** The variable's path without the group of its layer, in which the path begins anew. */
  private String name() {
    int layer = path.getFirst().equals(WEIGHTS) ? 2 : 1;
    String name = String.join("/", path.subList(Math.min(layer, path.size() - 1), path.size()));
    return name.endsWith(":0") ? name.substring(0, name.length() - 2) : name;
  }

  private WeightFormatException wrong(Kind kind, String what) {
    return new WeightFormatException(kind, where() + what);
  }

  private String where() {
    return file + ": data set " + String.join("/", path) + ": ";
  }
}
