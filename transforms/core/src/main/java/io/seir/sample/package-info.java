/** The one data type that every transform takes and gives, with what is known of it. */
@NullMarked
package io.seir.sample;

import org.jspecify.annotations.NullMarked;
