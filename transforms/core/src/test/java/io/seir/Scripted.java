package io.seir;

import io.seir.ask.Asker;
import io.seir.ask.Budget;
import io.seir.journal.Journal;
import io.seir.journal.JournalLocation;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ImageModel;
import io.seir.model.Models;
import io.seir.model.TextImageEncoder;
import io.seir.sample.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Models for tests, from lambdas. */
public final class Scripted {
  private Scripted() {}

  /** A chat model that replies as told by the name of the reply's form and the user message. */
  @FunctionalInterface
  public interface Script {
    String reply(String form, String prompt);
  }

  public static ChatModel chat(Script script) {
    return request ->
        new ChatReply(
            script.reply(
                request.format().name(),
                request.messages().get(request.messages().size() - 1).text()),
            10,
            5);
  }

  /** A picture of one pixel whose colour is the caption's hash. */
  public static ImageModel painter() {
    return request -> {
      BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, request.caption().hashCode() & 0xFFFFFF);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "png", out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Picture(out.toByteArray());
    };
  }

  /** An encoder to which everything looks alike. */
  public static TextImageEncoder blind() {
    return new TextImageEncoder() {
      @Override
      public int dimension() {
        return 1;
      }

      @Override
      public EncodedText encode(String text) {
        return new EncodedText(new float[] {1}, new float[] {1}, new float[] {1});
      }

      @Override
      public EncodedImage encode(Picture picture) {
        return new EncodedImage(new float[] {1}, new float[] {1});
      }
    };
  }

  /** One script for all chat roles. */
  public static Models models(Script script) {
    ChatModel chat = chat(script);
    return models(chat, chat);
  }

  /** A language model that judges too, and eyes. */
  public static Models models(ChatModel language, ChatModel vision) {
    return new Models(
        language,
        vision,
        painter(),
        language,
        Optional.of(blind()),
        Optional.of(blind()),
        Optional.empty(),
        Optional.empty(),
        4,
        Map.of());
  }

  /** Asks without a journal, for the first stage of the first turn. */
  public static Asker asker(Models models) {
    return asker(models, JournalLocation.NONE.open(), 0);
  }

  /** The same with a journal, after so many replays. */
  public static Asker asker(Models models, Journal journal, int replays) {
    try {
      return new Asker(
          models, journal.open("d-0001", "question"), Budget.UNLIMITED, replays, 7, 0, "question");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
