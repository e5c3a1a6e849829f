/**
 * Our own kernels in the vector room against the same in the scalar room.
 *
 * <p>Only the public door is used.
 */
package io.github.koelectra.bench.room;
