/**
 * Layers made of kernels and parameters: what {@code torch.nn} is to a PyTorch model.
 *
 * <p>No file format, no configuration of a model and no text is allowed in here.
 */
package io.github.koelectra.tensor.nn;
