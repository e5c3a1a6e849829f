/**
 * Strict JSON: every file of the product that is JSON is read and written here, so that all refuse
 * the same malformed input in the same words.
 *
 * <p>No meaning of any file is known in here.
 */
package io.github.koelectra.json;
