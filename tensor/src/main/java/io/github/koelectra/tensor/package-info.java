/**
 * Matrices of floats, the scratch memory they live in and the threads that work on them.
 *
 * <p>Nothing in here knows a model, a file format or a vector width.
 */
package io.github.koelectra.tensor;
