/**
 * Whole models, ours against ONNX Runtime and PyTorch, on the same weights and texts.
 *
 * <p>A contender is one class; all are asked the same way and their answers are compared before
 * anything is timed.
 */
package io.github.koelectra.bench.model;
