/** Models behind servers of the OpenAI protocol, through the official client. */
@NullMarked
package io.seir.model.openai;

import org.jspecify.annotations.NullMarked;
