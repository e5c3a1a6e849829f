package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings from a file, from the command line, by default. */
class SettingsFileTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    TaskRows.write(folder.resolve("data"), TaskRows.sentiment(), ".tsv");
  }

  private Ran finetune(String settings, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), settings);
    List<String> arguments = TaskRows.finetune(folder, "--settings", file.toString());
    arguments.addAll(List.of(more));
    return Ran.of(arguments.toArray(String[]::new));
  }

  private JsonObject effective() throws IOException {
    return Json.readObject(folder.resolve("output/settings.json"));
  }

  @Test
  void theCommandLineComesFirstThenTheFile() throws IOException {
    Ran ran =
        finetune(
            "{\"steps\": 2, \"rate\": 1e-4, \"batch_size\": 4, \"optimizer\": \"electra\","
                + " \"no_decay\": \"bias\", \"recompute\": true, \"epsilon\": null}",
            "--batch-size",
            "5",
            "--seed",
            "9");
    assertEquals(0, ran.code(), ran.err());
    JsonObject settings = effective();
    assertEquals(2, settings.findLong("steps").orElseThrow());
    assertEquals(1e-4, settings.findDouble("rate").orElseThrow());
    assertEquals(5, settings.findLong("batch_size").orElseThrow());
    assertEquals(9, settings.findLong("seed").orElseThrow());
    assertEquals("electra", settings.findString("optimizer").orElseThrow());
    assertEquals("bias", settings.findString("no_decay").orElseThrow());
    assertEquals(true, settings.findBoolean("recompute").orElseThrow());
    assertEquals(1e-6, settings.findDouble("epsilon").orElseThrow(), "that optimizer's own");
    assertEquals(0.01, settings.findDouble("weight_decay").orElseThrow());
    assertTrue(settings.find("epochs").isEmpty());
  }

  @Test
  void theCommandLineWinsOverWhatItExcludes() throws IOException {
    Ran ran =
        finetune("{\"epochs\": 7, \"warmup_share\": 0.5}", "--steps", "2", "--warmup-steps", "1");
    assertEquals(0, ran.code(), ran.err());
    JsonObject settings = effective();
    assertEquals(2, settings.findLong("steps").orElseThrow());
    assertEquals(1, settings.findLong("warmup_steps").orElseThrow());
    assertTrue(settings.find("epochs").isEmpty());
    assertTrue(settings.find("warmup_share").isEmpty());
  }

  @Test
  void theSettingsThatWereWrittenRepeatTheRun() throws IOException {
    assertEquals(0, finetune("{\"epochs\": 1, \"warmup_share\": 0.5}").code());
    String first = Files.readString(folder.resolve("output/settings.json"));
    byte[] model = Files.readAllBytes(folder.resolve("output/model.safetensors"));
    assertEquals(0, finetune(first, "--overwrite").code());
    assertEquals(first, Files.readString(folder.resolve("output/settings.json")));
    assertArrayEquals(model, Files.readAllBytes(folder.resolve("output/model.safetensors")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"batchsize\": 4} | there is no setting \"batchsize\"; did you mean \"batch_size\"?",
        "{\"learning_rate\": 4} | there is no setting \"learning_rate\"",
        "{\"output\": \"x\"} | there is no setting \"output\"",
        "{\"batch_size\": \"4\"} | \"batch_size\" must be an integer, not a string",
        "{\"batch_size\": 4.5} | \"batch_size\" must be an integer, not the number 4.5",
        "{\"batch_size\": 4000000000} | \"batch_size\": 4000000000 is too large",
        "{\"batch_size\": 0} | \"batch_size\" must be at least 1, not 0",
        "{\"rate\": true} | \"rate\" must be a finite number, not a boolean",
        "{\"rate\": -1} | \"rate\" must be above 0, at most 10, not -1",
        "{\"keep\": 0} | \"keep\" must be from 1, not 0",
        "{\"optimizer\": \"sgd\"} | \"optimizer\": 'sgd' is none of adamw, electra",
        "{\"recompute\": 1} | \"recompute\" must be true or false, not the number 1",
        "{\"warmup_share\": 2} | \"warmup_share\" must be from 0 to 1, not 2",
        "[1] | a JSON object was expected, not an array",
        "{\"rate\": 1, \"rate\": 2} | rate"
      })
  void whatCannotBeNamesFileAndKey(String settings, String complaint) throws IOException {
    finetune(settings).failsInOneSentence(1, "mine.json", complaint);
    assertTrue(Files.notExists(folder.resolve("output")));
  }
}
