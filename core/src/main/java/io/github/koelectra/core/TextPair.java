package io.github.koelectra.core;

/**
 * Two texts that a model reads together, such as a premise and a hypothesis.
 *
 * @param text the first
 * @param pair the second: transformers' {@code text_pair}
 */
public record TextPair(String text, String pair) {}
