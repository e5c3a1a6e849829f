package io.github.koelectra.weights.hub;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A model that comes inside a jar and needs no download. Implementations are found as services
 * ({@link java.util.ServiceLoader}) and are safe to share between threads.
 */
public interface BundledModel {
  /** What people call it by: a name without a slash, so that no model of the hub has it. */
  String name();

  /** What it is made for, in a word or two. */
  String task();

  /** The names of its files, without folders. */
  List<String> files();

  /** The content of one of its files. */
  InputStream open(String file) throws IOException;
}
