package io.github.koelectra.cli;

/** A model as people call it: a directory, or {@code NAME[@REVISION]} of the hub. */
record ModelReference(String word) {
  /** What the help calls it. */
  static final String LABEL = "MODEL";

  @Override
  public String toString() {
    return word;
  }
}
