/** Prompt texts, kept as resource files. */
@NullMarked
package io.seir.prompt;

import org.jspecify.annotations.NullMarked;
