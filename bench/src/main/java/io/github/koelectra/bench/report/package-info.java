/**
 * Runs all benchmarks and writes {@code docs/benchmarks.md} with its tables and charts.
 *
 * <p>Nothing is measured in here, and no figure is written that was not measured.
 */
package io.github.koelectra.bench.report;
