package io.seir.refine;

import io.seir.dialogue.AnswerDraft;
import io.seir.dialogue.Entry;
import io.seir.dialogue.ImageRef;

/** A question with the answer and the picture of a system. */
public record AnsweredEntry(Entry entry, AnswerDraft draft, ImageRef image) {}
