/** Pictures, stored once by content. */
@NullMarked
package io.seir.blob;

import org.jspecify.annotations.NullMarked;
