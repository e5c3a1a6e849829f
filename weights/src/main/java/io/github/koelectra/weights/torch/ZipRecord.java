package io.github.koelectra.weights.torch;

/**
 * A record of an archive, stored as it is.
 *
 * @param name its path in the archive
 * @param begin where its bytes begin in the file
 * @param size how many bytes they are; all are in the file
 */
record ZipRecord(String name, long begin, long size) {}
