/** Reading topics and templates, reading and writing data sets. */
@NullMarked
package io.seir.data;

import org.jspecify.annotations.NullMarked;
