/**
 * The linear layers of KoELECTRA, ours against the matrix products of other libraries.
 *
 * <p>A contender is one class; none knows of another.
 */
package io.github.koelectra.bench.matmul;
