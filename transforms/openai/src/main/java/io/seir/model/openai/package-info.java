/** Models on OpenAI-compatible servers, called through the official client. */
@NullMarked
package io.seir.model.openai;

import org.jspecify.annotations.NullMarked;
