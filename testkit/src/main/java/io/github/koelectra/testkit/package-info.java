/**
 * What tests of several modules share: the shared goldens, the committed format files, the seeded
 * weights they were made with, and seeded random cases. Nothing here is published and nothing here
 * knows a class of the product.
 */
package io.github.koelectra.testkit;
