package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code logits} on files it cannot take: a sentence, and nothing written or lost. */
class LogitsInputTest {
  @TempDir private Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void paths() {
    input = folder.resolve("입력 파일.safetensors");
    output = folder.resolve("출력 파일.safetensors");
  }

  private void write(NewTensor... tensors) throws IOException {
    SafetensorsWriter.write(input, Map.of(), List.of(tensors));
  }

  private Ran run(String model, String... more) {
    List<String> args = new ArrayList<>(List.of("logits", "--model", model));
    args.addAll(List.of("--input", input.toString(), "--output", output.toString()));
    args.addAll(List.of(more));
    return Ran.of(args.toArray(String[]::new));
  }

  private static NewTensor ids(long... ids) {
    return NewTensor.of("input_ids", ids, 1, ids.length);
  }

  private static NewTensor of(String name, long... values) {
    return NewTensor.of(name, values, 1, values.length);
  }

  static Stream<Arguments> badInputs() {
    NewTensor good = ids(2, 26, 3);
    long[] many = new long[65];
    return Stream.of(
        Arguments.of("input_ids[0, 1] is 300, ", List.of(ids(2, 300, 3))),
        Arguments.of("input_ids[0, 1] is -1, ", List.of(ids(2, -1, 3))),
        Arguments.of("input_ids[0, 0] is 1099511627776, ", List.of(ids(1L << 40, 3))),
        Arguments.of(
            "input_ids[0, 2] is 999, ", List.of(ids(2, 3, 999), of("attention_mask", 1, 1, 0))),
        Arguments.of("token_type_ids[0, 2] is 2, ", List.of(good, of("token_type_ids", 0, 1, 2))),
        Arguments.of("attention_mask[0, 0] is 2, ", List.of(good, of("attention_mask", 2, 1, 1))),
        Arguments.of("attention_mask[0, 2] is -1, ", List.of(good, of("attention_mask", 1, 1, -1))),
        Arguments.of("attention_mask is [1, 4]", List.of(good, of("attention_mask", 1, 1, 1, 1))),
        Arguments.of("row 0 has 65 tokens, but the model takes 64", List.of(ids(many))),
        Arguments.of("row 0 has 65 tokens", List.of(ids(many), of("attention_mask", many))),
        Arguments.of("not [3]", List.of(NewTensor.of("input_ids", new long[3], 3))),
        Arguments.of("not [1, 1, 3]", List.of(NewTensor.of("input_ids", new long[3], 1, 1, 3))),
        Arguments.of("not [0, 3]", List.of(NewTensor.of("input_ids", new long[0], 0, 3))),
        Arguments.of("holds F32", List.of(NewTensor.of("input_ids", new float[3], 1, 3))),
        Arguments.of("no tensor input_ids", List.of(of("ids", 2, 3))));
  }

  @ParameterizedTest
  @MethodSource("badInputs")
  void badInputNamesFileAndPlaceAndLeavesNothing(String fragment, List<NewTensor> tensors)
      throws IOException {
    write(tensors.toArray(NewTensor[]::new));
    run(Ran.TINY).failsInOneSentence(1, input.getFileName().toString(), fragment);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(input), left.toList());
    }
  }

  @Test
  void whereNothingCanBeWritten() throws IOException {
    write(ids(2, 3));
    output = folder.resolve("없음").resolve("out.safetensors");
    run(Ran.TINY).failsInOneSentence(1, "없음", "out.safetensors");
    output = Files.createDirectory(folder.resolve("폴더"));
    run(Ran.TINY).failsInOneSentence(1, "폴더");
    output = input.resolve("out.safetensors");
    run(Ran.TINY).failsInOneSentence(1, "입력 파일.safetensors", "no such directory");
  }

  @Test
  void whatIsReadIsNotWrittenOver() throws IOException {
    write(ids(2, 3));
    byte[] before = Files.readAllBytes(input);
    output = folder.resolve(".").resolve(input.getFileName());
    run(Ran.TINY).failsInOneSentence(2, "--output", "is read");
    output = Files.createSymbolicLink(folder.resolve("link"), input);
    run(Ran.TINY).failsInOneSentence(2, "--output", "is read");
    assertArrayEquals(before, Files.readAllBytes(input));
    Path model = Files.createDirectories(folder.resolve("모델 폴더"));
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.copy(Path.of(Ran.TINY, file), model.resolve(file));
    }
    output = model.resolve("model.safetensors");
    run(model.toString()).failsInOneSentence(2, "--output", "model.safetensors");
    output = model.resolve("out.safetensors");
    run(model.toString()).succeeds();
    run(model.toString()).succeeds();
  }

  @Test
  void inputThatIsNoFileOfTokens() {
    run(Ran.TINY).failsInOneSentence(1, input.toString(), "no such file");
    input = folder;
    run(Ran.TINY).failsInOneSentence(1, folder.toString(), "a directory");
    input = Path.of(Ran.TINY, "vocab.txt");
    run(Ran.TINY).failsInOneSentence(1, "vocab.txt");
    run("없는 폴더").failsInOneSentence(1, "없는 폴더");
    assertFalse(Files.exists(output));
  }
}
