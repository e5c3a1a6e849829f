/** Training against PyTorch's, in turns. */
package io.github.koelectra.bench.training;
