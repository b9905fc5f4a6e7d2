/** Trains the embedded encoders on rendered scenes, exports them to ONNX and measures them. */
@NullMarked
package io.seir.embedded.training;

import org.jspecify.annotations.NullMarked;
