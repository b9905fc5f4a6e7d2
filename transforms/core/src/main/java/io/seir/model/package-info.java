/** What a model is to the method: text and pictures in, text or a picture out. */
@NullMarked
package io.seir.model;

import org.jspecify.annotations.NullMarked;
