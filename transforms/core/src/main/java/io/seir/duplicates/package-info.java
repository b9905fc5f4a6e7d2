/**
 * Samples that repeat others: found by equal content, hashes, and the rows of an encoder; clusters
 * of them, and which one of each is kept.
 */
@NullMarked
package io.seir.duplicates;

import org.jspecify.annotations.NullMarked;
