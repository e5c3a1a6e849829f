/**
 * PyTorch's files, zip archives and the older sequences of pickles: read, and nothing in them
 * executed.
 *
 * <p>No class named by a file is ever looked up, loaded or called in here.
 */
package io.github.koelectra.weights.torch;
