/** Asking models on behalf of a pipeline: many at once, counted, with failures kept aside. */
@NullMarked
package io.seir.ask;

import org.jspecify.annotations.NullMarked;
