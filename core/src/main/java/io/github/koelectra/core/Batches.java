package io.github.koelectra.core;

import io.github.koelectra.core.Task.Prepared;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Runs a task over some inputs at a time, in batches of encodings of like lengths. */
final class Batches<I, R> {
  /** So many batches are read ahead, to sort them by length. */
  private static final int BATCHES_AHEAD = 8;

  /** So many inputs at most, for results may be large however short their inputs are. */
  private static final int MOST_AHEAD = 1024;

  private final Task<I, R> task;
  private final Task.Forward forward;
  private final int batchTokens;

  Batches(Task<I, R> task, Task.Forward forward, int batchTokens) {
    this.task = task;
    this.forward = forward;
    this.batchTokens = batchTokens;
  }

  /** An encoding, and where its output belongs. */
  private record Piece(Encoding encoding, Tensor[] outputs, int index) {}

  /** What becomes of the next inputs: as many as are read ahead, at least one if there is one. */
  List<Outcome<R>> outcomes(Iterator<I> inputs) {
    List<Outcome<Prepared<R>>> prepared = new ArrayList<>();
    List<Tensor[]> outputs = new ArrayList<>();
    List<Piece> pieces = new ArrayList<>();
    long tokens = 0;
    while (inputs.hasNext()
        && tokens < (long) BATCHES_AHEAD * batchTokens
        && prepared.size() < MOST_AHEAD) {
      Outcome<Prepared<R>> next = prepare(inputs.next());
      List<Encoding> encodings =
          next instanceof Outcome.Done<Prepared<R>>(Prepared<R> ready)
              ? ready.encodings()
              : List.of();
      Tensor[] room = new Tensor[encodings.size()];
      for (int i = 0; i < room.length; i++) {
        pieces.add(new Piece(encodings.get(i), room, i));
        tokens += encodings.get(i).size();
      }
      prepared.add(next);
      outputs.add(room);
    }
    runAll(pieces);
    return results(prepared, outputs);
  }

  private Outcome<Prepared<R>> prepare(I input) {
    try {
      return new Outcome.Done<>(task.prepare(input));
    } catch (IllegalArgumentException e) {
      return new Outcome.Refused<>(e.getMessage());
    }
  }

  private void runAll(List<Piece> pieces) {
    pieces.sort(Comparator.comparingInt((Piece piece) -> piece.encoding.size()).reversed());
    int begin = 0;
    while (begin < pieces.size()) {
      int end = begin + 1;
      int tokens = pieces.get(begin).encoding.size();
      while (end < pieces.size() && tokens + pieces.get(end).encoding.size() <= batchTokens) {
        tokens += pieces.get(end++).encoding.size();
      }
      run(pieces.subList(begin, end));
      begin = end;
    }
  }

  private void run(List<Piece> batch) {
    List<Tensor> given = forward.run(batch.stream().map(Piece::encoding).toList());
    for (int i = 0; i < batch.size(); i++) {
      Piece piece = batch.get(i);
      piece.outputs[piece.index] = given.get(i);
    }
  }

  private static <R> List<Outcome<R>> results(
      List<Outcome<Prepared<R>>> prepared, List<Tensor[]> outputs) {
    List<Outcome<R>> results = new ArrayList<>(prepared.size());
    for (int i = 0; i < prepared.size(); i++) {
      List<Tensor> own = Arrays.asList(outputs.get(i));
      results.add(
          switch (prepared.get(i)) {
            case Outcome.Done<Prepared<R>>(Prepared<R> ready) ->
                new Outcome.Done<>(ready.result(own));
            case Outcome.Refused<Prepared<R>>(String reason) -> new Outcome.Refused<>(reason);
          });
    }
    return results;
  }
}
