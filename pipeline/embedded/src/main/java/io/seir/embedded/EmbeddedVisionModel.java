package io.seir.embedded;

import io.seir.embedded.encoder.DualEncoder;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.Wish;
import io.seir.embedded.writer.Reply;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedded critic of pictures: looks for what question and caption name in the pixels, through
 * the critic's encoder, and says what it does not find.
 */
final class EmbeddedVisionModel implements ChatModel {
  private final DualEncoder encoder;

  EmbeddedVisionModel(DualEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public ChatReply reply(ChatRequest request) throws ModelException {
    Shown shown = Shown.in(request);
    if (shown.pictures().isEmpty()) {
      throw ModelException.permanentFault("no_picture", "the critic was shown no picture");
    }
    Depiction wanted = Wish.of(shown.text("question"));
    for (Thing thing : DepictionReader.shared().read(shown.text("caption")).things()) {
      wanted = wanted.plus(thing);
    }
    return Replies.counted(request, review(new Eye(encoder, encoder.encode(shown.last())), wanted));
  }

  private static String review(Eye eye, Depiction wanted) {
    List<String> remarks = new ArrayList<>();
    List<Thing> missing = eye.missing(wanted);
    double rating = 5;
    for (Thing thing : missing) {
      remarks.add("The picture does not show " + English.some(thing) + ".");
    }
    if (!wanted.things().isEmpty()) {
      rating -= 4.0 * missing.size() / wanted.things().size();
    }
    Depiction setting = eye.missingSetting(wanted);
    if (!English.setting(setting).isEmpty()) {
      remarks.add("The scene should be" + English.setting(setting) + ".");
      rating -= 1;
    }
    return Reply.review(remarks, rating);
  }
}
