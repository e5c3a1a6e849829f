package io.github.koelectra.cli;

import io.github.koelectra.core.SentenceSplitter;
import io.github.koelectra.core.SentenceSplitter.Sentence;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sentences of records, each a record like its own, with the sentence in place of the text and
 * where it stood there, in characters of Unicode. A record without any sentence has no record.
 */
final class SentenceRows implements RowReader {
  private static final String START = "sentence_start";
  private static final String END = "sentence_end";

  private final RowReader rows;
  private final SentenceSplitter splitter = new SentenceSplitter();
  private final Deque<Entry> waiting = new ArrayDeque<>();

  SentenceRows(RowReader rows) {
    this.rows = rows;
  }

  @Override
  public Optional<Entry> next() throws IOException {
    while (waiting.isEmpty()) {
      Optional<Entry> entry = rows.next();
      if (entry.isEmpty()) {
        return entry;
      }
      switch (entry.get()) {
        case Entry.Good(Row row) -> split(row);
        case Entry.Bad bad -> waiting.add(bad);
      }
    }
    return Optional.of(waiting.remove());
  }

  private void split(Row row) {
    Offsets places = Offsets.Unit.CODEPOINT.in(row.text());
    for (Sentence sentence : splitter.split(row.text())) {
      Map<String, Object> columns = new LinkedHashMap<>();
      row.columns()
          .forEach((name, value) -> columns.put(name, row.isText(value) ? sentence.text() : value));
      columns.put(RowWriter.free(START, row), places.of(sentence.begin()));
      columns.put(RowWriter.free(END, row), places.of(sentence.end()));
      waiting.add(new Entry.Good(new Row(row.where(), columns, sentence.text(), row.pair())));
    }
  }

  @Override
  public boolean ready() throws IOException {
    return !waiting.isEmpty() || rows.ready();
  }

  @Override
  public long bytes() {
    return rows.bytes();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
