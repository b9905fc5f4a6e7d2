/** Whole data sets: rows in files, neighbours, ranks, near-duplicates and diversity. */
@NullMarked
package io.seir.similar;

import org.jspecify.annotations.NullMarked;
