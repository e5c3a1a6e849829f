/**
 * The front door: a model directory is opened, text goes in, results come out as records.
 *
 * <p>Whatever speaks in a user's words lives here; arithmetic, files and pieces of words do not.
 */
package io.github.koelectra.core;
