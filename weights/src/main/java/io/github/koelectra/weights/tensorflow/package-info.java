/**
 * TensorFlow checkpoints, version 1 and later: an {@code .index} that lists the variables and the
 * {@code .data} files that hold them.
 *
 * <p>What the variables are called in a model is not known in here.
 */
package io.github.koelectra.weights.tensorflow;
