/** The embedded language model: drafts, suggestions and revisions from words alone. */
@NullMarked
package io.seir.embedded.writer;

import org.jspecify.annotations.NullMarked;
