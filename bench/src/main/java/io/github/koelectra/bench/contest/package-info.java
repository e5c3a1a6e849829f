/**
 * The one place where contenders take turns and are timed, and where medians and ratios are made.
 *
 * <p>Knows nothing of what the contenders do.
 */
package io.github.koelectra.bench.contest;
