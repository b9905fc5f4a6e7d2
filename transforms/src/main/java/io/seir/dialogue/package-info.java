/** Dialogues, their lineage and how they are written down. */
@NullMarked
package io.seir.dialogue;

import org.jspecify.annotations.NullMarked;
