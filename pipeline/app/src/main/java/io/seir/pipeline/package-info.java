/** Whole pipelines and what stands at their two ends. */
@NullMarked
package io.seir.pipeline;

import org.jspecify.annotations.NullMarked;
