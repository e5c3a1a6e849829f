/**
 * Text to token ids and back, bit for bit as Hugging Face's fast BERT and ELECTRA tokenizers do it,
 * with offsets into the original text.
 *
 * <p>No model and no tensor is known in here.
 */
package io.github.koelectra.tokenizer;
