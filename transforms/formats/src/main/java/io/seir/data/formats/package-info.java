/** Containers that include their pictures: WebDataset tars and Parquet tables. */
@NullMarked
package io.seir.data.formats;

import org.jspecify.annotations.NullMarked;
