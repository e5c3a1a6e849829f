package io.github.koelectra.tensor.kernel;

/** An elementwise function applied where a product is finished. */
public enum Activation {
  /** The identity. */
  NONE,
  /** {@code x * Phi(x)} with the exact error function (Hendrycks and Gimpel 2016). */
  GELU,
  /** The tanh approximation of GELU: {@code gelu_new} and {@code gelu_pytorch_tanh}. */
  GELU_TANH,
  /** {@code max(x, 0)}. */
  RELU,
  /** The hyperbolic tangent. */
  TANH
}
