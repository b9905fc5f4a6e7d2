/** Image-text synergy and image-quality scoring behind one interface. */
@NullMarked
package io.seir.kernels;

import org.jspecify.annotations.NullMarked;
