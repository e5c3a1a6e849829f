/**
 * The scalar room: plain loops, the definition of right, and what runs without the Vector API.
 *
 * <p>No check of arguments and no choice of room is made in here.
 */
package io.github.koelectra.tensor.kernel.scalar;
