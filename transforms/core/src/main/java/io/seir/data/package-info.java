/** Samples as files: one line form for everything, read and written. */
@NullMarked
package io.seir.data;

import org.jspecify.annotations.NullMarked;
