/** Cloud Storage as a place for data sets. */
@NullMarked
package io.seir.blob.gcs;

import org.jspecify.annotations.NullMarked;
