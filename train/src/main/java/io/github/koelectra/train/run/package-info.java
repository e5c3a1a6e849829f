/** A training run: optimizer, schedule, checkpoints, what is written down. */
package io.github.koelectra.train.run;
