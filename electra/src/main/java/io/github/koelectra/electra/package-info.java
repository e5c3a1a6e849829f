/**
 * ELECTRA (Clark et al. 2020) as transformers' {@code modeling_electra.py} has it: the
 * configuration, the encoder and its heads, in forward order and under the same names.
 *
 * <p>No kernel, no thread and no text is allowed in here; files are opened by {@link
 * io.github.koelectra.electra.Pretrained} alone.
 */
package io.github.koelectra.electra;
