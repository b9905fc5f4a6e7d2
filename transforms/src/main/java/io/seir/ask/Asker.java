package io.seir.ask;

import io.seir.dialogue.Seeds;
import io.seir.dialogue.StageUsage;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ImageModel;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.Picture;
import io.seir.model.ReplyReader;
import io.seir.prompt.Prompt;
import java.util.List;
import java.util.Map;

/**
 * Asks the models on behalf of one stage of one turn: derives each call's seed, counts the usage,
 * and asks a second time when a reply cannot be read. Not thread-safe.
 */
public final class Asker {
  private static final int ATTEMPTS = 2;

  private final long seed;
  private StageUsage usage = StageUsage.NONE;

  /**
   * @param seed that of the stage of the turn
   */
  public Asker(long seed) {
    this.seed = seed;
  }

  /** Makes a value of a reply. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(ReplyReader reply) throws ModelException;
  }

  /**
   * The reply to a prompt.
   *
   * @param round part of the call's seed
   * @throws ModelException if there is no reply, or none that can be read after a re-ask
   */
  public <T> T ask(
      ChatModel model,
      Prompt prompt,
      Map<String, String> values,
      List<Picture> pictures,
      int round,
      Reading<T> reading)
      throws ModelException {
    for (int attempt = 0; ; attempt++) {
      long callSeed = Seeds.derive(seed, prompt.format().name(), round, attempt);
      ChatReply reply = model.reply(prompt.request(values, pictures, callSeed));
      usage = usage.plus(new StageUsage(1, reply.promptTokens(), reply.completionTokens(), 0));
      try {
        return reading.read(ReplyReader.of(reply.text()));
      } catch (ModelException malformed) {
        if (attempt + 1 == ATTEMPTS) {
          throw malformed;
        }
      }
    }
  }

  /** A picture of a caption. */
  public Picture draw(ImageModel model, String caption, int round) throws ModelException {
    Picture picture = model.draw(new ImageRequest(caption, Seeds.derive(seed, "draw", round)));
    usage = usage.plus(new StageUsage(1, 0, 0, 1));
    return picture;
  }

  /** What was used so far. */
  public StageUsage usage() {
    return usage;
  }
}
