/** Whole pipelines, with their sources and sinks. */
@NullMarked
package io.seir.pipeline;

import org.jspecify.annotations.NullMarked;
