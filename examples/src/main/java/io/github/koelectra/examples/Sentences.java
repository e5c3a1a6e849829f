package io.github.koelectra.examples;

import io.github.koelectra.core.SentenceSplitter;
import io.github.koelectra.core.SentenceSplitter.Sentence;

/** Splits a text into sentences, without a model: {@code Sentences "비가 온다. “우산 있어?”라고 물었다."}. */
final class Sentences {
  static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: Sentences TEXT");
      System.exit(2);
    }
    for (Sentence sentence : new SentenceSplitter().split(args[0])) {
      System.out.printf("%d..%d %s%n", sentence.begin(), sentence.end(), sentence.text());
    }
  }
}
