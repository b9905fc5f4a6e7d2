/** Complete example pipelines made of the transforms. */
@NullMarked
package io.seir.examples;

import org.jspecify.annotations.NullMarked;
