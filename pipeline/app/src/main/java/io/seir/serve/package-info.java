/** Serves the embedded models over the OpenAI protocol, with faults on request. */
@NullMarked
package io.seir.serve;

import org.jspecify.annotations.NullMarked;
