/**
 * Exports for trainers: samples written in third-party formats, in parts that are each written
 * once.
 */
@NullMarked
package io.seir.export;

import org.jspecify.annotations.NullMarked;
