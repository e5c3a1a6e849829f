/**
 * The {@code koelectra} command: one class per command, words in and words out.
 *
 * <p>Nothing is computed in here that a user of the jar could not have computed.
 */
package io.github.koelectra.cli;
