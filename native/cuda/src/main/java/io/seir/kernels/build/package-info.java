/** Build steps; not part of the jar. */
@NullMarked
package io.seir.kernels.build;

import org.jspecify.annotations.NullMarked;
