package io.github.koelectra.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** All that an encoding tells, to be compared; -1 where there is no word and no sequence. */
record EncodingFields(
    List<Integer> ids,
    List<Integer> typeIds,
    List<Integer> attentionMask,
    List<Integer> specialTokensMask,
    List<Integer> begins,
    List<Integer> ends,
    List<Integer> wordIds,
    List<Integer> sequenceIds,
    List<String> tokens,
    List<String> sources,
    List<List<Integer>> codePointOffsets,
    List<EncodingFields> overflowing) {

  static EncodingFields of(Encoding encoding) {
    return new EncodingFields(
        list(encoding.ids()),
        list(encoding.typeIds()),
        list(encoding.attentionMask()),
        list(encoding.specialTokensMask()),
        list(encoding, encoding::begin),
        list(encoding, encoding::end),
        optional(encoding, encoding::wordId),
        optional(encoding, encoding::sequenceId),
        encoding.tokens(),
        all(encoding, encoding::source),
        Arrays.stream(encoding.codePointOffsets()).map(EncodingFields::list).toList(),
        all(encoding.overflowing()));
  }

  static List<EncodingFields> all(List<Encoding> encodings) {
    return encodings.stream().map(EncodingFields::of).toList();
  }

  static List<Integer> list(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static <T> List<T> all(Encoding encoding, IntFunction<T> field) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < encoding.size(); i++) {
      all.add(field.apply(i));
    }
    return all;
  }

  private static List<Integer> list(Encoding encoding, IntUnaryOperator field) {
    return all(encoding, field::applyAsInt);
  }

  private static List<Integer> optional(Encoding encoding, IntFunction<OptionalInt> field) {
    return all(encoding, i -> field.apply(i).orElse(-1));
  }
}
