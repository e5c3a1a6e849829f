/**
 * The vector room: the same bits as the scalar one, in vectors of the processor's width.
 *
 * <p>The only room that may name {@code jdk.incubator.vector}, and nobody outside names its types.
 */
package io.github.koelectra.tensor.kernel.vector;
