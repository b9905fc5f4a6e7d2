package io.seir.export;

import io.seir.sample.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A better and a worse answer to the last question of what was said before.
 *
 * @param before ends with a question
 */
record TextPreference(Chat before, String chosen, String rejected) {
  /** The pairs of a sample, at most one per turn. */
  static List<TextPreference> of(ExportSample sample, String token, ExportSettings settings)
      throws IOException, LeftOutException {
    List<TextPreference> pairs = new ArrayList<>();
    for (int t = 0; t < sample.turns().size(); t++) {
      Turn turn = sample.turns().get(t);
      Optional<AnswerPair> pair = AnswerPair.of(turn, settings.gap());
      if (pair.isPresent() && turn.question().isPresent()) {
        Chat before = Chat.of(sample, t, token, settings);
        List<Chat.Message> messages = new ArrayList<>(before.messages());
        messages.add(new Chat.Message(true, ExportSample.plain(turn.question().get(), token)));
        pairs.add(
            new TextPreference(
                new Chat(messages, before.images()),
                ExportSample.plain(pair.get().chosen(), token),
                ExportSample.plain(pair.get().rejected(), token)));
      }
    }
    if (pairs.isEmpty()) {
      throw new LeftOutException("no_pair");
    }
    return pairs;
  }
}
