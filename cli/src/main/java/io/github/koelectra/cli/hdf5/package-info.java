/**
 * Weights that Keras saved, {@code tf_model.h5}: HDF5 files, whose structure a library knows.
 *
 * <p>Only the command reads them, so that the jar others import needs no library. Nothing is read
 * past a bound, and no element passes through the library: it says where they are.
 */
package io.github.koelectra.cli.hdf5;
