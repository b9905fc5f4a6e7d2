/** What is remembered to save work, in a bounded number of bytes. */
@NullMarked
package io.seir.embedded.cache;

import org.jspecify.annotations.NullMarked;
