/** Pipelines of one's own out of the transforms, each whole. */
@NullMarked
package io.seir.examples;

import org.jspecify.annotations.NullMarked;
