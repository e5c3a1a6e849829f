package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.tokenizer.TokenizerOptions;
import io.github.koelectra.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Batches of any size give every input its own result, in order. */
class PipelineTest {
  private static final ElectraTokenizer TOKENIZER =
      ElectraTokenizer.of(
          Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b")),
          TokenizerOptions.CASED);

  private static final String BAD = "bad";

  /** The encodings' lengths of each batch. */
  private final List<List<Integer>> batches = new ArrayList<>();

  /** A task that counts the tokens b of each line of its input; one input is refused. */
  private static Task.Prepared<List<Integer>> prepare(String input) {
    if (input.equals(BAD)) {
      throw new IllegalArgumentException("bad it is");
    }
    List<Encoding> encodings = input.lines().map(TOKENIZER::encode).toList();
    return new Task.Prepared<>() {
      @Override
      public List<Encoding> encodings() {
        return encodings;
      }

      @Override
      public List<Integer> result(List<Tensor> outputs) {
        return outputs.stream().map(o -> (int) o.get(0, 0)).toList();
      }
    };
  }

  private List<Tensor> forward(List<Encoding> batch) {
    batches.add(batch.stream().map(Encoding::size).toList());
    return batch.stream()
        .map(
            encoding -> {
              float found = encoding.tokens().stream().filter("b"::equals).count();
              return Tensor.of(new float[] {found}, 0, 1, 1);
            })
        .toList();
  }

  private Pipeline<String, List<Integer>> pipeline(int batchTokens) {
    return new Pipeline<>(
        PipelineTest::prepare,
        this::forward,
        InputOptions.of(LongInput.ERROR).withBatchTokens(batchTokens));
  }

  private static String input(int lines, SplittableRandom random) {
    StringBuilder input = new StringBuilder();
    for (int l = 0; l < lines; l++) {
      int words = random.nextInt(12);
      for (int w = 0; w < words; w++) {
        input.append(random.nextBoolean() ? "a " : "b ");
      }
      input.append('\n');
    }
    return input.toString();
  }

  private static List<Integer> counted(String input) {
    return input.lines().map(l -> (int) l.chars().filter(c -> c == 'b').count()).toList();
  }

  @Test
  void resultsStandInOrderForBatchesOfAnySize() {
    SplittableRandom random = RandomCases.of("resultsStandInOrderForBatchesOfAnySize");
    for (int c = 0; c < 200; c++) {
      batches.clear();
      int budget = 1 + random.nextInt(60);
      List<String> inputs =
          IntStream.range(0, random.nextInt(40))
              .mapToObj(_ -> input(random.nextInt(4), random))
              .toList();
      List<List<Integer>> wanted = inputs.stream().map(PipelineTest::counted).toList();
      assertEquals(wanted, pipeline(budget).run(inputs));
      assertTrue(
          batches.stream().allMatch(b -> b.size() == 1 || tokens(b) <= budget),
          () -> "more than " + budget + " tokens: " + batches);
      assertEquals(
          inputs.stream().flatMap(String::lines).map(PipelineTest::length).sorted().toList(),
          batches.stream().flatMap(List::stream).sorted().toList(),
          "not every encoding went through the model once");
    }
  }

  private static int length(String line) {
    return TOKENIZER.encode(line).size();
  }

  private static int tokens(List<Integer> batch) {
    return batch.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void shortInputsShareBatches() {
    pipeline(100).run(IntStream.range(0, 100).mapToObj(_ -> "a a\n").toList());
    assertEquals(List.of(100, 100, 100, 100), batches.stream().map(PipelineTest::tokens).toList());
  }

  @Test
  void aStreamIsReadOnlySoFarAhead() {
    AtomicInteger read = new AtomicInteger();
    Stream<String> endless = Stream.generate(() -> "b\n").peek(_ -> read.incrementAndGet());
    try (Stream<List<Integer>> results = pipeline(10).run(endless)) {
      assertEquals(List.of(List.of(1), List.of(1), List.of(1)), results.limit(3).toList());
    }
    assertTrue(read.get() >= 3 && read.get() <= 30, () -> read + " inputs were read");
  }

  @Test
  void whatCannotBeTakenIsRefusedAloneOrEndsTheRun() {
    Pipeline<String, List<Integer>> pipeline = pipeline(16);
    List<Outcome<List<Integer>>> outcomes =
        pipeline.outcomes(Stream.of("b b\n", BAD, "a\n", "")).toList();
    assertEquals(
        List.of(
            new Outcome.Done<>(List.of(2)),
            new Outcome.Refused<List<Integer>>("bad it is"),
            new Outcome.Done<>(List.of(0)),
            new Outcome.Done<>(List.<Integer>of())),
        outcomes);
    assertEquals(
        "input 2: bad it is",
        assertThrows(IllegalArgumentException.class, () -> pipeline.run(List.of("a\n", BAD, "b\n")))
            .getMessage());
    assertEquals(
        "bad it is",
        assertThrows(IllegalArgumentException.class, () -> pipeline.run(BAD)).getMessage());
  }

  @Test
  void closingClosesTheInputs() {
    AtomicBoolean closed = new AtomicBoolean();
    Stream<String> inputs = Stream.of("a\n").onClose(() -> closed.set(true));
    try (Stream<List<Integer>> results = pipeline(16).run(inputs)) {
      assertEquals(1, results.count());
    }
    assertTrue(closed.get());
  }
}
