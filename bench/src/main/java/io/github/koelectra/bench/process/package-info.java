/**
 * Whole processes from their start to the first logits: how long they take and how much memory.
 *
 * <p>Nothing of ours runs inside them but what users run.
 */
package io.github.koelectra.bench.process;
