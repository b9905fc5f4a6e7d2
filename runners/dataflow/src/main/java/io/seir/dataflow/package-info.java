/** What Dataflow needs beside the pipeline itself. */
@NullMarked
package io.seir.dataflow;

import org.jspecify.annotations.NullMarked;
