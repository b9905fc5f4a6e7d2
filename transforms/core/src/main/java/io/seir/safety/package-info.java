/** Safety: unsafe content found by a model, personal data found by pattern. */
@NullMarked
package io.seir.safety;

import org.jspecify.annotations.NullMarked;
