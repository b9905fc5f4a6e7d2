/** Dual encoders as ONNX graphs: CLIP, SigLIP and their like. */
@NullMarked
package io.seir.model.onnx;

import org.jspecify.annotations.NullMarked;
