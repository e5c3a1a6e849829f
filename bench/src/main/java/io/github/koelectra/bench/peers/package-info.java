/**
 * What several benchmarks need of the libraries ours is compared with.
 *
 * <p>Nothing here times anything.
 */
package io.github.koelectra.bench.peers;
