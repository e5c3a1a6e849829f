package io.github.koelectra.cli;

import io.github.koelectra.cli.html.NerPage;
import io.github.koelectra.cli.html.NerView;
import io.github.koelectra.core.TokenClassification.Entities;
import java.io.IOException;

/**
 * Entities in their texts, on a page.
 *
 * @param page the page
 * @param format which entities are wanted
 */
record EntityPicture(NerPage page, EntityFormat format) implements Picture<Entities> {
  @Override
  public void add(Row row, Entities result) throws IOException {
    page.add(
        new NerView(
            row.text(),
            format.wanted(result).stream()
                .map(e -> new NerView.Entity(e.label(), e.begin(), e.end(), e.score()))
                .toList(),
            result.truncated()));
  }

  @Override
  public void finish() throws IOException {
    page.finish();
  }

  @Override
  public void close() throws IOException {
    page.close();
  }
}
