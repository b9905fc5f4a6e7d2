/** The run folder: who holds it, what the run was started with, and its files. */
@NullMarked
package io.seir.run;

import org.jspecify.annotations.NullMarked;
