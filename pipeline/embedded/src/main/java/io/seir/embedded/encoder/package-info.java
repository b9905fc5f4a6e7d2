/** The small dual encoders of the picture world, and what they take for visible. */
@NullMarked
package io.seir.embedded.encoder;

import org.jspecify.annotations.NullMarked;
