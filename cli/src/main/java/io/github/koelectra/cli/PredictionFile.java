package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.train.finetune.Evaluation;
import io.github.koelectra.train.finetune.Evaluation.Answer;
import io.github.koelectra.train.finetune.Evaluation.Guess;
import io.github.koelectra.train.finetune.Evaluation.Label;
import io.github.koelectra.train.finetune.Evaluation.Labels;
import io.github.koelectra.train.finetune.Evaluation.Prediction;
import io.github.koelectra.train.finetune.Evaluation.Score;
import io.github.koelectra.train.finetune.Evaluation.Tags;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What a model says of each row of a data set: a JSON object a line. */
final class PredictionFile {
  private PredictionFile() {}

  /**
   * Checks that it can be written.
   *
   * @param read files and directories that must not be written over
   */
  static void check(Path file, List<Path> read) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(file + ": there is no directory " + folder + " to put it in");
    }
    for (Path path : read) {
      boolean same = Files.exists(file) && Files.isSameFile(file, path);
      if (same || (Files.isDirectory(path) && Files.isSameFile(folder, path))) {
        throw new IOException(file + ": is where this command reads; name another file");
      }
    }
  }

  static void write(Path file, Evaluation evaluation) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(part)) {
        for (Prediction prediction : evaluation.predictions()) {
          out.write(Json.write(members(prediction)));
          out.write('\n');
        }
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static SequencedMap<String, Object> members(Prediction prediction) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("id", prediction.id());
    switch (prediction) {
      case Label label -> {
        members.put("expected", label.expected());
        members.put("label", label.label());
        members.put("score", label.score());
      }
      case Score score -> {
        members.put("expected", score.expected());
        members.put("score", score.score());
      }
      case Labels labels -> {
        members.put("expected", labels.expected());
        members.put("labels", labels.labels());
      }
      case Tags tags -> {
        members.put("words", tags.words());
        members.put("expected", tags.expected());
        members.put("labels", tags.tags());
      }
      case Answer answer -> {
        members.put("expected", answer.expected());
        members.put("answer", answer.answer());
        members.put("guesses", answer.guesses().stream().map(PredictionFile::guess).toList());
      }
    }
    return members;
  }

  private static SequencedMap<String, Object> guess(Guess guess) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("answer", guess.text());
    members.put("score", guess.probability());
    return members;
  }
}
