package io.seir.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seir.model.ChatModel;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ReplyReader;
import io.seir.prompt.PromptSet;
import io.seir.sample.Turn;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Dialogues about shipped topics after shipped templates, their texts only, drawn by a seed. */
final class SeededDialogues {
  private static final int ROUNDS = 3;
  private static final int TURNS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A turn as drafted and as it came out of three rounds. */
  record TurnTexts(
      String topic,
      String template,
      String questionDraft,
      String question,
      String answerDraft,
      String captionDraft,
      String answer,
      String caption,
      List<String> suggestions,
      List<Turn> history) {
    List<String> earlierAnswers() {
      return history.stream().map(turn -> turn.answer().orElseThrow()).toList();
    }
  }

  private final ChatModel language =
      new EmbeddedProvider().chat(ModelRole.LANGUAGE, ModelSpec.free(EmbeddedProvider.NAME, 1));
  private final SplittableRandom random;
  private final List<String> topics;
  private final List<String> templates;

  SeededDialogues(long seed) throws IOException {
    random = new SplittableRandom(seed);
    File folder = new File("../app/src/main/resources/io/seir/topics");
    topics = new ArrayList<>();
    JsonNode tree = JSON.readTree(new File(folder, "topics.json"));
    tree.forEach(domain -> domain.forEach(list -> list.forEach(t -> topics.add(t.asText()))));
    templates = JSON.readValue(new File(folder, "templates.json"), new TypeReference<>() {});
  }

  /** At least as many turns. */
  List<TurnTexts> turns(int least) throws ModelException {
    List<TurnTexts> turns = new ArrayList<>();
    while (turns.size() < least) {
      turns.addAll(dialogue());
    }
    return turns;
  }

  private List<TurnTexts> dialogue() throws ModelException {
    String topic = topics.get(random.nextInt(topics.size()));
    List<TurnTexts> done = new ArrayList<>();
    List<Turn> history = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      TurnTexts texts = turn(topic, history);
      done.add(texts);
      history.add(
          new Turn(
              Optional.of(texts.question()),
              Optional.of(texts.answer()),
              Optional.of(texts.caption()),
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Optional.empty()));
    }
    return done;
  }

  private TurnTexts turn(String topic, List<Turn> history) throws ModelException {
    String template = templates.get(random.nextInt(templates.size()));
    List<String> suggestions = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    values.put("topic", topic);
    values.put("template", template);
    values.put("suggestion", "");
    ReplyReader draft = ask(PromptSet.QUESTION_DRAFT, values, history);
    values.put("question", draft.text("question"));
    String questionDraft = values.get("question");
    refine(
        PromptSet.QUESTION_REVIEW,
        PromptSet.QUESTION_REVISE,
        values,
        history,
        suggestions,
        "question");
    ReplyReader answer = ask(PromptSet.ANSWER_DRAFT, values, history);
    values.put("answer", answer.text("answer"));
    values.put("caption", answer.text("caption"));
    String answerDraft = values.get("answer");
    String captionDraft = values.get("caption");
    refine(
        PromptSet.ANSWER_REVIEW,
        PromptSet.ANSWER_REVISE,
        values,
        history,
        suggestions,
        "answer",
        "caption");
    return new TurnTexts(
        topic,
        template,
        questionDraft,
        values.get("question"),
        answerDraft,
        captionDraft,
        values.get("answer"),
        values.get("caption"),
        suggestions,
        List.copyOf(history));
  }

  private void refine(
      String review,
      String revise,
      Map<String, String> values,
      List<Turn> history,
      List<String> suggestions,
      String... keys)
      throws ModelException {
    for (int round = 0; round < ROUNDS; round++) {
      ReplyReader said = ask(review, values, history);
      if (said.text("decision").equals("accept")) {
        return;
      }
      values.put("suggestion", said.text("suggestion"));
      suggestions.add(said.text("suggestion"));
      ReplyReader better = ask(revise, values, history);
      for (String key : keys) {
        values.put(key, better.text(key));
      }
    }
  }

  private ReplyReader ask(String prompt, Map<String, String> values, List<Turn> history)
      throws ModelException {
    return ReplyReader.of(
        language
            .reply(
                PromptSet.shipped()
                    .get(prompt)
                    .fill(values, history, List.of())
                    .request(random.nextLong()))
            .text());
  }
}
