package io.seir.embedded;

import io.seir.model.ChatRequest;
import io.seir.prompt.Markup;
import io.seir.sample.Picture;
import java.util.List;

/** What a request shows to a model with eyes: the text of its last message, and all pictures. */
record Shown(String prompt, List<Picture> pictures) {
  static Shown in(ChatRequest request) {
    return new Shown(
        request.messages().get(request.messages().size() - 1).text(),
        request.messages().stream().flatMap(message -> message.pictures().stream()).toList());
  }

  /** The picture that is spoken of; those before it belong to earlier turns. */
  Picture last() {
    return pictures.get(pictures.size() - 1);
  }

  /** What stands in a tag of the text; empty if there is no such tag. */
  String text(String tag) {
    return Markup.read(prompt, tag).orElse("").strip();
  }
}
