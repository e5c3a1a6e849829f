package io.github.koelectra.cli;

import io.github.koelectra.cli.html.DetectPage;
import io.github.koelectra.cli.html.DetectView;
import io.github.koelectra.cli.html.Subject;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedWord;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Words that do not seem to belong, on a page.
 *
 * @param page the page
 */
record DetectPicture(DetectPage page) implements Picture<Detection> {
  static DetectPicture create(Path file, Subject subject, double threshold) throws IOException {
    return new DetectPicture(DetectPage.create(file, subject, threshold));
  }

  @Override
  public void add(Row row, Detection result) throws IOException {
    page.add(
        new DetectView(
            result.text(),
            result.words().stream().map(DetectPicture::word).toList(),
            result.truncated()));
  }

  private static DetectView.Word word(DetectedWord word) {
    return new DetectView.Word(
        word.begin(),
        word.end(),
        word.score(),
        word.suggestions().stream()
            .map(s -> new DetectView.Suggestion(s.word(), s.score()))
            .toList());
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
