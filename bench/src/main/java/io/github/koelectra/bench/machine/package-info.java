/**
 * What machine this is and the most it can do, measured at this moment.
 *
 * <p>Nothing here knows of models or peers.
 */
package io.github.koelectra.bench.machine;
