/** SEIR: the refinement loop and its three stages as Beam transforms. */
@NullMarked
package io.seir.refine;

import org.jspecify.annotations.NullMarked;
