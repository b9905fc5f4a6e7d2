/** What trainers load: samples written in the forms of others, in parts that are done once. */
@NullMarked
package io.seir.export;

import org.jspecify.annotations.NullMarked;
