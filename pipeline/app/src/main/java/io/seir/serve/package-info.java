/** The embedded models behind the OpenAI protocol, with faults to order. */
@NullMarked
package io.seir.serve;

import org.jspecify.annotations.NullMarked;
