package io.github.koelectra.bench.contest;

/**
 * One of several that do the same work.
 *
 * @param name what results call it
 * @param call the work
 */
public record Contender(String name, Runnable call) {}
