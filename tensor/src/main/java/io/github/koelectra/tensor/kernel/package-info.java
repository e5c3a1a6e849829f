/**
 * The arithmetic: {@link io.github.koelectra.tensor.kernel.Kernels} is the checked door, the rooms
 * behind it compute the same bits in plain loops or in vectors.
 *
 * <p>No layer, no parameter and no model is known in here; whatever is named here changes with the
 * processor.
 */
package io.github.koelectra.tensor.kernel;
