/**
 * How fast a model is on the machine at hand, for its user: no contest, and no claim.
 *
 * <p>Comparisons with others are in the module {@code bench}.
 */
package io.github.koelectra.cli.measure;
