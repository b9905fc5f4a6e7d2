/** The command line. */
@NullMarked
package io.seir.cli;

import org.jspecify.annotations.NullMarked;
