/**
 * What models under training and the runs that train them agree on.
 *
 * <p>No command line and no page is allowed in here.
 */
package io.github.koelectra.train;
