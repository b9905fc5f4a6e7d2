/** Similarity, synergy and image-quality features of finished turns, by the kernels. */
@NullMarked
package io.seir.features;

import org.jspecify.annotations.NullMarked;
