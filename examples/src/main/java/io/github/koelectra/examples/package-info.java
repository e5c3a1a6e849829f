/**
 * A short program for each task. Each runs from its source, with nothing but the jar:
 *
 * <pre>
 * java --add-modules jdk.incubator.vector -cp core/target/koelectra-core-*.jar \
 *   examples/src/main/java/io/github/koelectra/examples/Sentiment.java MODEL "이 영화 정말 재미있어요"
 * </pre>
 *
 * <p>MODEL is a directory or a name on the hub.
 */
package io.github.koelectra.examples;
