/**
 * Benchmarks that check their own results and measure the machine they run on; what the jar and the
 * scripts start.
 *
 * <p>No claim is made in here: figures come out when it is run.
 */
package io.github.koelectra.bench;
