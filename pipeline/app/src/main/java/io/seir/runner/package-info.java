/** What is special to a runner, as the command line needs it. */
@NullMarked
package io.seir.runner;

import org.jspecify.annotations.NullMarked;
