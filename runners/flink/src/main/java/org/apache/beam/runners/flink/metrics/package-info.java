/** One class that replaces Beam's in the job jar. */
@NullMarked
package org.apache.beam.runners.flink.metrics;

import org.jspecify.annotations.NullMarked;
