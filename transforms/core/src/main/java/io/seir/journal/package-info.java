/** The record of model calls: what makes a run resumable, and nothing paid for twice. */
@NullMarked
package io.seir.journal;

import org.jspecify.annotations.NullMarked;
