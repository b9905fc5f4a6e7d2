package io.seir.safety;

import io.seir.ask.Asker;
import io.seir.ask.AskingDoFn;
import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.model.ChatMessage;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Models;
import io.seir.model.ReplyFormat;
import io.seir.prompt.FilledPrompt;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Checks every sample with the model in the role {@code safety}: its topic before anything is
 * spent, or the text and picture of every turn when they are final. If there is a model in the role
 * {@code imageSafety}, it checks the pictures, possibly alone. What cannot be checked becomes a bad
 * record, so nothing passes unchecked.
 *
 * <p>Metrics as those of every stage, in the namespace {@code seir.safety}.
 */
public final class CheckSafety extends Result.Transform<PCollection<Sample>> {
  private static final long serialVersionUID = 1;

  /** Its name in usage, journal, metrics and bad records. */
  public static final String STAGE = "safety";

  private final ModelAccess access;
  private final Unsafe unsafe;
  private final @Nullable SamplePictures pictures;

  private CheckSafety(ModelAccess access, Unsafe unsafe, @Nullable SamplePictures pictures) {
    this.access = access;
    this.unsafe = unsafe;
    this.pictures = pictures;
  }

  /** Checks the topics of samples; samples with an unsafe topic always become bad records. */
  public static CheckSafety ofTopics(ModelAccess access) {
    return new CheckSafety(access, Unsafe.DROP, null);
  }

  /**
   * Checks the turns of samples.
   *
   * @param unsafe what to do with a sample in which something is found
   * @param pictures where the pictures of the samples are
   */
  public static CheckSafety ofTurns(ModelAccess access, Unsafe unsafe, SamplePictures pictures) {
    return new CheckSafety(access, unsafe, pictures);
  }

  @Override
  public Result expand(PCollection<Sample> samples) {
    return Result.of(
        samples.apply(
            "Check",
            ParDo.of(new Check(access, unsafe, pictures))
                .withOutputTags(Result.SAMPLES, Result.sides())));
  }

  private static final class Check extends AskingDoFn {
    private static final long serialVersionUID = 1;
    private static final ReplyFormat FORMAT = new ReplyFormat(STAGE, "{}");

    private final Unsafe unsafe;
    private final @Nullable SamplePictures pictures;

    Check(ModelAccess access, Unsafe unsafe, @Nullable SamplePictures pictures) {
      super(STAGE, access);
      this.unsafe = unsafe;
      this.pictures = pictures;
    }

    @Override
    protected Sample work(Sample sample, Models models, Asker asker) throws ModelException {
      SamplePictures shown = pictures;
      Sample checked = sample;
      if (shown == null) {
        String topic = sample.topic().map(Topic::text).orElse("");
        refuse("topic", find(asker, ModelRole.SAFETY, topic, List.of()));
      } else {
        List<Turn> turns = new ArrayList<>();
        for (int turn = 0; turn < sample.turns().size(); turn++) {
          turns.add(turn(sample, sample.turns().get(turn), shown, models, asker.atTurn(turn)));
        }
        checked = sample.withTurns(turns);
      }
      return asker.usage().models().isEmpty() ? checked : checked.plusUsage(STAGE, asker.usage());
    }

    private Turn turn(Sample sample, Turn turn, SamplePictures shown, Models models, Asker asker)
        throws ModelException {
      boolean apart = models.imageSafety().isPresent();
      String said =
          Stream.of(turn.question(), turn.answer())
              .flatMap(Optional::stream)
              .collect(Collectors.joining("\n\n"));
      List<String> flags = new ArrayList<>();
      if (models.safety().isPresent() || !apart) {
        flags.addAll(flags("text", find(asker, ModelRole.SAFETY, said, List.of())));
      }
      if (turn.image().isPresent()) {
        Picture picture = picture(sample, turn.image().get(), shown);
        ModelRole role = apart ? ModelRole.IMAGE_SAFETY : ModelRole.SAFETY;
        flags.addAll(flags("image", find(asker, role, "", List.of(picture))));
      }
      return turn.plusFlags(flags);
    }

    private static Picture picture(Sample sample, ImageRef image, SamplePictures shown)
        throws ModelException {
      try {
        return shown.read(sample, image);
      } catch (SamplePictures.UnreadableException e) {
        throw ModelException.permanentFault(e.label(), "the picture " + image.uri());
      }
    }

    private List<String> flags(String what, List<String> found) throws ModelException {
      if (unsafe == Unsafe.DROP) {
        refuse(what, found);
      }
      return found.stream().map(category -> what + ":" + category).toList();
    }

    private static void refuse(String what, List<String> found) throws ModelException {
      if (!found.isEmpty()) {
        throw ModelException.permanentFault("unsafe_" + what, String.join(", ", found));
      }
    }

    /** The categories found; no call is made if there is nothing to check. */
    private static List<String> find(Asker asker, ModelRole role, String text, List<Picture> shown)
        throws ModelException {
      if (text.isBlank() && shown.isEmpty()) {
        return List.of();
      }
      ChatMessage message = new ChatMessage(ChatMessage.Role.USER, text, shown);
      int what = shown.isEmpty() ? 0 : 1; // tells the two calls of a turn apart
      return asker.askForReply(
          role,
          new FilledPrompt(List.of(message), FORMAT),
          what,
          0,
          reply -> SafetyReply.read(reply.text()));
    }
  }
}
