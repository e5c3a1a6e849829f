package io.github.koelectra.core;

/** What is done to a text before it is tokenized. */
public enum TextNormalization {
  /** Nothing. */
  NONE
}
