/** What is special to the runner on this machine. */
@NullMarked
package io.seir.direct;

import org.jspecify.annotations.NullMarked;
