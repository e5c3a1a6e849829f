/**
 * Models of a Hugging Face hub, downloaded into its own cache and found there again. Knows names,
 * files and HTTP, and nothing of what is in the files.
 */
package io.github.koelectra.weights.hub;
