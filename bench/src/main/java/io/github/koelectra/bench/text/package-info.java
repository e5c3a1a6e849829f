/**
 * Our tokenizer against Hugging Face's as DJL brings it to the JVM.
 *
 * <p>The text is the user's: none is kept here.
 */
package io.github.koelectra.bench.text;
