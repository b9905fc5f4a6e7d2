/** The folder of a run: who holds it, what it was begun with, what it holds. */
@NullMarked
package io.seir.run;

import org.jspecify.annotations.NullMarked;
