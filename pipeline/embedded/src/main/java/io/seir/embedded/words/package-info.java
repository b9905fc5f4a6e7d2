/** Words: WordNet, the things a text mentions, and the sentence encoder. */
@NullMarked
package io.seir.embedded.words;

import org.jspecify.annotations.NullMarked;
