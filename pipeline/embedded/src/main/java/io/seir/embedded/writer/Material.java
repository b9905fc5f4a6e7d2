package io.seir.embedded.writer;

import io.seir.model.ChatRequest;
import io.seir.prompt.Markup;
import java.util.List;
import java.util.SplittableRandom;

/** What a request holds for the writer to work on: the tags of its user message, and its seed. */
final class Material {
  private final String prompt;
  private final SplittableRandom random;

  Material(ChatRequest request) {
    this.prompt = request.messages().get(request.messages().size() - 1).text();
    this.random = new SplittableRandom(request.seed());
  }

  /** What stands in a tag; empty if the prompt has none. */
  String get(String tag) {
    return Markup.read(prompt, tag).orElse("").strip();
  }

  /** What was asked in earlier turns. */
  List<String> earlierQuestions() {
    return earlier("said");
  }

  List<String> earlierAnswers() {
    return earlier("replied");
  }

  private List<String> earlier(String tag) {
    return Markup.all(prompt, tag);
  }

  /** True with this probability, decided by the seed. */
  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
