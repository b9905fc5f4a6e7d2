package io.seir.embedded;

import io.seir.embedded.encoder.DualEncoder;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.Wish;
import io.seir.embedded.writer.Reply;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The embedded critic of pictures: looks for what question and caption name in the pixels, through
 * the critic's encoder, and says what it does not find.
 */
final class EmbeddedVisionModel implements ChatModel {
  /** The part of the faults that it sees and does not mention, as real critics do. */
  private static final double OVERLOOKED = 0.13;

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
    BufferedImage picture = PictureReader.decode(shown.last());
    Look unframed = Look.of(picture);
    Eye eye = new Eye(encoder, picture, unframed);
    PictureCheck check = PictureCheck.of(eye, wanted);
    Look look = unframed.framed(eye, wanted);
    List<String> remarks = new ArrayList<>(check.remarks());
    remarks.addAll(look.remarks());
    Random random = new Random(request.seed());
    remarks.removeIf(remark -> random.nextDouble() < OVERLOOKED);
    double rating = check.shown() - (5 - look.quality()) / 2;
    return Replies.counted(request, Reply.review(remarks, rating));
  }
}
