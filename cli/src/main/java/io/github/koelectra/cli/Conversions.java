package io.github.koelectra.cli;

import io.github.koelectra.tensor.kernel.Room;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** Words of a command line as values. */
final class Conversions {
  private Conversions() {}

  static Path path(String word) {
    if (word.isEmpty()) {
      throw new TypeConversionException("an empty path");
    }
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + word + "' is no path: " + e.getReason());
    }
  }

  static ModelReference model(String word) {
    if (word.isEmpty()) {
      throw new TypeConversionException("an empty path");
    }
    return new ModelReference(word);
  }

  static Room room(String word) {
    return switch (word) {
      case "auto" -> Room.AUTO;
      case "vector" -> Room.VECTOR;
      case "scalar" -> Room.SCALAR;
      default ->
          throw new TypeConversionException("'" + word + "' is none of auto, vector, scalar");
    };
  }
}
