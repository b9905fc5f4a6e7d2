/** Models as the method sees them: text and pictures in, text or a picture out. */
@NullMarked
package io.seir.model;

import org.jspecify.annotations.NullMarked;
