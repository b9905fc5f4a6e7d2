/** The picture world: what can be drawn, how a scene is laid out, and how it becomes pixels. */
@NullMarked
package io.seir.embedded.world;

import org.jspecify.annotations.NullMarked;
