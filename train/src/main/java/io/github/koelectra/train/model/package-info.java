/** Models under training: each layer's forward pass beside its backward pass. */
package io.github.koelectra.train.model;
