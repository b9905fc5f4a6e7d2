package io.seir.embedded.world;

/** How a picture is made. */
public enum Style {
  /** Flat colours, as the icons come. */
  FLAT,
  /** A pencil sketch: grey lines and pale colours on white. */
  OUTLINE,
  /** A paper cut-out: few colours, each with a bright and a dark edge. */
  PAPER,
  /** A chalk drawing: light lines and dull colours on a dark board. */
  CHALK
}
