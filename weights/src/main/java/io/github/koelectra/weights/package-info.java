/**
 * Checkpoints: bytes in, named parameters out.
 *
 * <p>No model and no arithmetic is known in here, and nothing in a file is ever executed.
 */
package io.github.koelectra.weights;
