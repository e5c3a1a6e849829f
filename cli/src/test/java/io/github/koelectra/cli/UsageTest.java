package io.github.koelectra.cli;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad usage is one sentence and exit code 2, with what was meant where that can be told. */
class UsageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | a command is needed",
        "nonsense | there is no command 'nonsense'",
        "detct --model x | did you mean 'detect'?",
        "tokenise x | did you mean 'tokenize'?",
        "--verison | did you mean '--version'?",
        "embed | '--model=MODEL'",
        "detect --model | '--model'",
        "detect --modle x | there is no option '--modle'; did you mean '--model'?",
        "detect --modle=x y | did you mean '--model'?",
        "detect --model x -5도 | there is no option '-5도'; put -- before texts",
        "detect --model x --threads many | 'many' is not a whole number, such as 32",
        "detect --model x --threads 0 | between 1 and 1024, not 0",
        "detect --model x --threads 100000 | between 1 and 1024, not 100000",
        "detect --model x --kernels fast | 'fast' is none of auto, vector, scalar",
        "detect --model x --dtype int8 | 'int8' is none of f32, f16, bf16",
        "detect --model x --max-length 2 | at least 3, not 2",
        "detect --model x --json --json | only once",
        "detect --model x --json --tsv | give one",
        "tokenize 한국어 | specify one of these",
        "tokenize --vocab a --model b | mutually exclusive",
        "tokenize --vocab a --max-length 1 x | at least 2, not 1",
        "tokenize --vocab a --pair b --max-length 2 x | at least 3, not 2",
        "tokenize --vocab a --max-length 99999999999 x | '99999999999' is too large a number",
        "finetune --rate fast | '--rate': 'fast' is not a number, such as 0.1 or 5e-5",
        "finetune --seed 1.5 | '--seed': '1.5' is not a whole number, such as 32",
        "finetune --steps 99999999999999999999 | '--steps': '99999999999999999999' is too large a"
            + " number",
        "logits --model x | '--input=FILE'",
        "logits --model x --input y --output z --head nose | none of auto, none, pre-training",
        "logits --model x --input y --output z more | unexpected argument 'more'",
        "logits --hidden-state | did you mean '--hidden-states'?",
        "info | 'PATH'",
        "info a b | unexpected argument 'b'",
        "download | 'NAME'",
        "download a/b@v1 --revision v2 | give the revision once",
        "download a/b --local-dir x --cache-dir y | mutually exclusive",
        "download a/b config.json --include x | mutually exclusive",
        "download a/b --force | there is no option '--force'",
        "models a | unexpected argument 'a'",
        "cache | list or remove",
        "cache lst | did you mean 'list'?",
        "cache remove | 'NAME'"
      })
  void badUsageIsOneSentence(String line, String fragment) {
    Ran.of(line.isEmpty() ? new String[0] : line.split(" "))
        .failsInOneSentence(2, fragment, "--help");
  }

  @ParameterizedTest
  @CsvSource({
    "detect, --model",
    "tokenize, --vocab",
    "tokenize, --model",
    "logits, --output",
    "download a/b, --local-dir"
  })
  void anEmptyPathIsNoPath(String command, String option) {
    Ran.of((command + " " + option + " ").split(" ", -1))
        .failsInOneSentence(2, option, "an empty path");
  }
}
