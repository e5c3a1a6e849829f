package io.github.koelectra.train.model;

/**
 * Sequences for ELECTRA's pretraining, and where their tokens are to be guessed. The learner makes
 * the masked ids, the replacements and the labels.
 *
 * @param inputIds per sequence its unmasked token ids, [CLS] and [SEP] included
 * @param tokenTypeIds per sequence as many token types
 * @param maskedPositions per sequence the chosen positions; one may be there more than once
 * @param keptToken for each chosen position whether its token stays, instead of [MASK]
 */
public record PretrainingBatch(
    int[][] inputIds, int[][] tokenTypeIds, int[][] maskedPositions, boolean[][] keptToken) {}
