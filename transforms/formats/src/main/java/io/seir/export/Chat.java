package io.seir.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import io.seir.sample.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A dialogue as chat messages, with each picture where its token is: at the end of the answer that
 * shows it, or before the question that it belongs to.
 *
 * @param messages question, answer, question…
 * @param images paths of the pictures, in the order of their tokens
 */
record Chat(List<Message> messages, List<String> images) {
  /** The placeholder for a picture that most trainers use. */
  static final String IMAGE = "<image>";

  /**
   * A message of one side.
   *
   * @param user whether the user says it
   * @param text with the token of its picture
   */
  record Message(boolean user, String text) {}

  /**
   * The first turns of a sample.
   *
   * @param turns how many
   * @throws LeftOutException if a question or an answer is missing, or a picture cannot be read
   */
  static Chat of(ExportSample sample, int turns, String token, ExportSettings settings)
      throws IOException, LeftOutException {
    check(sample, turns);
    List<String> images = new ArrayList<>();
    for (int t = 0; t < turns; t++) {
      if (sample.shows(t)) {
        images.add(sample.stored(sample.picture(t)));
      }
    }
    return new Chat(messages(sample, turns, token, settings), images);
  }

  /** The text only, with the tokens of the pictures. */
  static List<Message> messages(
      ExportSample sample, int turns, String token, ExportSettings settings) {
    List<Message> messages = new ArrayList<>();
    for (int t = 0; t < turns; t++) {
      Turn turn = sample.turns().get(t);
      boolean shown = turn.image().isPresent();
      boolean inAnswer = shown && settings.picturesInAnswers();
      boolean inQuestion = shown && !settings.picturesInAnswers();
      String question = ExportSample.plain(turn.question().orElse(""), token);
      String answer = ExportSample.plain(turn.answer().orElse(""), token);
      messages.add(new Message(true, (inQuestion ? token + "\n" : "") + question));
      messages.add(new Message(false, answer + (inAnswer ? token : "")));
    }
    return messages;
  }

  /** All turns of a sample. */
  static Chat of(ExportSample sample, String token, ExportSettings settings)
      throws IOException, LeftOutException {
    return of(sample, sample.turns().size(), token, settings);
  }

  /** Checks that everything is there before anything is stored. */
  static void check(ExportSample sample, int turns) throws LeftOutException {
    if (sample.turns().isEmpty()) {
      throw new LeftOutException("no_turns");
    }
    for (int t = 0; t < turns; t++) {
      Turn turn = sample.turns().get(t);
      if (turn.question().isEmpty()) {
        throw new LeftOutException("no_question");
      }
      if (turn.answer().isEmpty() && turn.image().isEmpty()) {
        throw new LeftOutException("no_answer");
      }
      if (turn.image().isPresent() || turn.fault().isPresent()) {
        sample.picture(t);
      }
    }
  }

  /** The messages as objects of {@code role} and {@code content}. */
  ArrayNode roles() {
    ArrayNode all = JsonCoder.mapper().createArrayNode();
    messages.forEach(
        said ->
            all.addObject()
                .put("role", said.user() ? "user" : "assistant")
                .put("content", said.text()));
    return all;
  }

  /** The messages as objects of {@code from} and {@code value}. */
  ArrayNode turns() {
    ArrayNode all = JsonCoder.mapper().createArrayNode();
    messages.forEach(
        said ->
            all.addObject().put("from", said.user() ? "human" : "gpt").put("value", said.text()));
    return all;
  }

  /** Puts the paths of the pictures, if there are any. */
  void putImages(ObjectNode example) {
    if (!images.isEmpty()) {
      ArrayNode all = example.putArray("images");
      images.forEach(all::add);
    }
  }
}
