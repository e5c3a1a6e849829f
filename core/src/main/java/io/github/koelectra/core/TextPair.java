package io.github.koelectra.core;

/**
 * Two texts that a model reads together, such as a premise and a hypothesis.
 *
 * <pre>{@code
 * var pair = new TextPair("비가 온다.", "날씨가 맑다.");
 * Classification found = inference.pairs().run(pair);
 * }</pre>
 *
 * @param text the first
 * @param pair the second: transformers' {@code text_pair}
 */
public record TextPair(String text, String pair) {}
