/** User input: topics, templates, models, prompts, calibrations, rated items. */
@NullMarked
package io.seir.input;

import org.jspecify.annotations.NullMarked;
