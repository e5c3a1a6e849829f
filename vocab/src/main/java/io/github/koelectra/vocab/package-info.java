/** Vocabularies made from text. */
package io.github.koelectra.vocab;
