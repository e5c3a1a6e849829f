package io.github.koelectra.train.model;

import io.github.koelectra.electra.TokenBatch;

/**
 * Sequences and what is to be learnt from them.
 *
 * @param tokens the sequences, packed
 * @param target the labels
 */
public record LabelledBatch(TokenBatch tokens, Target target) {}
