package io.github.koelectra.cli;

import io.github.koelectra.core.LongInput;
import io.github.koelectra.core.ScoreFunction;
import io.github.koelectra.core.SentenceEmbedding.Pooling;
import io.github.koelectra.core.TextNormalization;
import io.github.koelectra.core.TokenClassification.Tagging;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.finetune.FinetuneTask.Split;
import io.github.koelectra.train.pretrain.ModelShapes.Size;
import io.github.koelectra.train.pretrain.PretrainingData.Segments;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import io.github.koelectra.train.run.TrainingSettings.Shape;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalInt;
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

  static Double number(String word) {
    try {
      return Double.valueOf(word);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + word + "' is not a number, such as 0.1 or 5e-5");
    }
  }

  static Integer integer(String word) {
    long number = whole(word);
    if (number != (int) number) {
      throw new TypeConversionException("'" + word + "' is too large a number");
    }
    return (int) number;
  }

  static Long whole(String word) {
    try {
      return Long.valueOf(word);
    } catch (NumberFormatException e) {
      boolean digits = word.matches("[+-]?\\d+");
      throw new TypeConversionException(
          "'"
              + word
              + (digits ? "' is too large a number" : "' is not a whole number, such as 32"));
    }
  }

  static WeightType weightType(String word) {
    return switch (word) {
      case "f32" -> WeightType.F32;
      case "f16" -> WeightType.F16;
      case "bf16" -> WeightType.BF16;
      default -> throw new TypeConversionException("'" + word + "' is none of f32, f16, bf16");
    };
  }

  static LongInput longInput(String word) {
    return switch (word) {
      case "error" -> LongInput.ERROR;
      case "truncate" -> LongInput.TRUNCATE;
      case "window" -> LongInput.WINDOW;
      default ->
          throw new TypeConversionException("'" + word + "' is none of error, truncate, window");
    };
  }

  static TextNormalization normalization(String words) {
    try {
      return TextNormalization.named(words);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  static Pooling pooling(String word) {
    return switch (word) {
      case "mean" -> Pooling.MEAN;
      case "cls" -> Pooling.CLS;
      case "max" -> Pooling.MAX;
      default -> throw new TypeConversionException("'" + word + "' is none of mean, cls, max");
    };
  }

  static Offsets.Unit offsets(String word) {
    return switch (word) {
      case "codepoint" -> Offsets.Unit.CODEPOINT;
      case "utf16" -> Offsets.Unit.UTF16;
      default -> throw new TypeConversionException("'" + word + "' is none of codepoint, utf16");
    };
  }

  static ScoreFunction scoreFunction(String word) {
    return switch (word) {
      case "softmax" -> ScoreFunction.SOFTMAX;
      case "sigmoid" -> ScoreFunction.SIGMOID;
      case "none" -> ScoreFunction.NONE;
      default ->
          throw new TypeConversionException("'" + word + "' is none of softmax, sigmoid, none");
    };
  }

  /** A number from 1, or {@code all}, which is empty. */
  static TopK topK(String word) {
    return switch (word) {
      case "all" -> new TopK(OptionalInt.empty());
      case String number when number.matches("[1-9][0-9]{0,8}") ->
          new TopK(OptionalInt.of(Integer.parseInt(number)));
      default ->
          throw new TypeConversionException("'" + word + "' is neither a number from 1 nor all");
    };
  }

  static EntityKind entityKind(String word) {
    return switch (word) {
      case "word" -> EntityKind.WORD;
      case "none" -> EntityKind.NONE;
      case "simple" -> EntityKind.SIMPLE;
      case "first" -> EntityKind.FIRST;
      case "average" -> EntityKind.AVERAGE;
      case "max" -> EntityKind.MAX;
      default ->
          throw new TypeConversionException(
              "'" + word + "' is none of word, none, simple, first, average, max");
    };
  }

  static Tagging tagging(String word) {
    return switch (word) {
      case "prefix" -> Tagging.PREFIX;
      case "suffix" -> Tagging.SUFFIX;
      case "plain" -> Tagging.PLAIN;
      default ->
          throw new TypeConversionException("'" + word + "' is none of prefix, suffix, plain");
    };
  }

  static RedactCommand.Style redactionStyle(String word) {
    return switch (word) {
      case "mark" -> RedactCommand.Style.MARK;
      case "mask" -> RedactCommand.Style.MASK;
      case "mask-each" -> RedactCommand.Style.MASK_EACH;
      case "pseudonym" -> RedactCommand.Style.PSEUDONYM;
      default ->
          throw new TypeConversionException(
              "'" + word + "' is none of mark, mask, mask-each, pseudonym");
    };
  }

  static Split split(String word) {
    return switch (word) {
      case "dev" -> Split.DEV;
      case "test" -> Split.TEST;
      default -> throw new TypeConversionException("'" + word + "' is neither dev nor test");
    };
  }

  static FinetuneTask.Head taskHead(String word) {
    return switch (word) {
      case "classification" -> FinetuneTask.Head.CLASSIFICATION;
      case "regression" -> FinetuneTask.Head.REGRESSION;
      case "multi-label" -> FinetuneTask.Head.MULTI_LABEL;
      case "token-classification" -> FinetuneTask.Head.TOKEN_CLASSIFICATION;
      case "question-answering" -> FinetuneTask.Head.QUESTION_ANSWERING;
      default ->
          throw new TypeConversionException(
              "'"
                  + word
                  + "' is none of classification, regression, multi-label, token-classification,"
                  + " question-answering");
    };
  }

  static OptimizerKind optimizer(String word) {
    return switch (word) {
      case "adamw" -> OptimizerKind.ADAMW;
      case "electra" -> OptimizerKind.ELECTRA;
      default -> throw new TypeConversionException("'" + word + "' is none of adamw, electra");
    };
  }

  static Shape schedule(String word) {
    return switch (word) {
      case "linear" -> Shape.LINEAR;
      case "electra" -> Shape.ELECTRA;
      case "constant" -> Shape.CONSTANT;
      default ->
          throw new TypeConversionException("'" + word + "' is none of linear, electra, constant");
    };
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

  static Segments segments(String word) {
    return switch (word) {
      case "one" -> Segments.ONE;
      case "two" -> Segments.TWO;
      case "packed" -> Segments.PACKED;
      default -> throw new TypeConversionException("'" + word + "' is none of one, two, packed");
    };
  }

  static Size size(String word) {
    return switch (word) {
      case "nano" -> Size.NANO;
      case "small" -> Size.SMALL;
      case "base" -> Size.BASE;
      default -> throw new TypeConversionException("'" + word + "' is none of nano, small, base");
    };
  }
}
