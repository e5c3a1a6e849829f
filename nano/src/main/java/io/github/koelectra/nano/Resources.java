package io.github.koelectra.nano;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The files of this jar. */
final class Resources {
  static final String VOCABULARY = "vocab.txt";

  private Resources() {}

  /** A file in the folder of a model. */
  static InputStream open(String folder, String file) throws IOException {
    InputStream content = Resources.class.getResourceAsStream(folder + "/" + file);
    if (content == null) {
      throw new FileNotFoundException("the jar of koelectra-nano has no " + folder + "/" + file);
    }
    return content;
  }
}
