/** What is special to a runner, as the command line asks for it. */
@NullMarked
package io.seir.runner;

import org.jspecify.annotations.NullMarked;
