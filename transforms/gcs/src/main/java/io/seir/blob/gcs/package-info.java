/** Stores data sets in Cloud Storage. */
@NullMarked
package io.seir.blob.gcs;

import org.jspecify.annotations.NullMarked;
