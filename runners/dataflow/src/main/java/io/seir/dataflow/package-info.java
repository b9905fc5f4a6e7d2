/** What Dataflow needs in addition to the pipeline itself. */
@NullMarked
package io.seir.dataflow;

import org.jspecify.annotations.NullMarked;
