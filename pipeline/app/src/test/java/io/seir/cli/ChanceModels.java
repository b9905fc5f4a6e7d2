package io.seir.cli;

import io.seir.Scripted;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ModelSource;
import io.seir.model.Models;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Models whose critics accept by chance, seldom where the topic is hard, and whose replies
 * sometimes cannot be read.
 */
final class ChanceModels {
  static final List<Topic> TOPICS =
      IntStream.range(0, 40).mapToObj(i -> Topic.of((i % 3 == 0 ? "HARD " : "EASY ") + i)).toList();

  private static final double MALFORMED = 0.03;

  private ChanceModels() {}

  static ModelSource source() {
    return () -> {
      ChatModel chat = ChanceModels::reply;
      return new Models(
          chat,
          chat,
          Scripted.painter(),
          chat,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          4,
          Map.of());
    };
  }

  private static ChatReply reply(ChatRequest request) {
    String prompt = request.messages().get(request.messages().size() - 1).text();
    Random chance = new Random(request.seed());
    String kind = prompt.contains("HARD") ? "HARD" : "EASY";
    String text =
        chance.nextDouble() < MALFORMED ? "…" : reply(request.format().name(), kind, chance);
    return new ChatReply(text, prompt.length() / 4, 1 + text.length() / 4);
  }

  private static String reply(String form, String kind, Random chance) {
    if (form.startsWith("judge")) {
      return Stream.of(JudgeDimension.values())
          .map(scale -> "\"" + scale + "\": " + (3 + chance.nextInt(3)))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (form.endsWith("_review")) {
      boolean accepted = chance.nextDouble() < (kind.equals("HARD") ? 0.3 : 0.7);
      return accepted
          ? "{\"decision\": \"accept\", \"rating\": 5, \"suggestion\": \"\"}"
          : "{\"decision\": \"revise\", \"rating\": "
              + (1 + chance.nextInt(4))
              + ", \"suggestion\": \"more\"}";
    }
    String words = kind + " " + chance.nextInt(1000);
    return "{\"question\": \"%s?\", \"answer\": \"%s.\", \"caption\": \"%s\"}"
        .formatted(words, words, words);
  }
}
