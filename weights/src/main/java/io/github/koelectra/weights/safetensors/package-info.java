/**
 * The safetensors format, read and written.
 *
 * <p>Only the format's own rules are known in here; what the tensors mean is not.
 */
package io.github.koelectra.weights.safetensors;
