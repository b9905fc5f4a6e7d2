/** Pictures and tables of a finished run, for people to look at. */
@NullMarked
package io.seir.report;

import org.jspecify.annotations.NullMarked;
