/** ELECTRA's pretraining: text to segments, masking, and the pair of models. */
package io.github.koelectra.train.pretrain;
