/** The transforms for Beam YAML and Python, over rows. */
@NullMarked
package io.seir.expansion;

import org.jspecify.annotations.NullMarked;
