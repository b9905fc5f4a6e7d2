/** Calls models on behalf of a pipeline: many at once, counted, with failures set aside. */
@NullMarked
package io.seir.ask;

import org.jspecify.annotations.NullMarked;
