/** Estimates what a run will take before anything is spent: calls, tokens, pictures and money. */
@NullMarked
package io.seir.estimate;

import org.jspecify.annotations.NullMarked;
