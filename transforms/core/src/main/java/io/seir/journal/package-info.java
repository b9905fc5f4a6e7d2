/**
 * The record of model calls, which makes a run resumable and ensures that nothing is paid for
 * twice.
 */
@NullMarked
package io.seir.journal;

import org.jspecify.annotations.NullMarked;
