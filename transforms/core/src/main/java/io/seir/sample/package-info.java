/** The data type that every transform takes and gives, with everything known about it. */
@NullMarked
package io.seir.sample;

import org.jspecify.annotations.NullMarked;
