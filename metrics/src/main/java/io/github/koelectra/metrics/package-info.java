/** The field's metrics, exactly as the field computes them. */
package io.github.koelectra.metrics;
