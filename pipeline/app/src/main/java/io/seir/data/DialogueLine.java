package io.seir.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Topic;
import io.seir.dialogue.Turn;
import io.seir.judge.JudgedDialogue;
import io.seir.judge.Verdict;

/**
 * A dialogue as one line of JSON that the InterSyn tooling reads ({@code id}, {@code topic}, {@code
 * conversations}); beside those keys stand {@code domain}, {@code category}, {@code seed}, {@code
 * scores} (one object a turn, or why there is none), {@code features} (likewise) and {@code
 * lineage}.
 */
public final class DialogueLine {
  private DialogueLine() {}

  /** The line, without its end. */
  public static String of(JudgedDialogue judged) {
    return text(object(judged));
  }

  /** The same of a dialogue that is not part of the data set, with the reason. */
  public static String rejected(JudgedDialogue judged, String reason) {
    return text(object(judged).put("rejected", reason));
  }

  private static String text(ObjectNode line) {
    try {
      return JsonCoder.mapper().writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a dialogue is always JSON", e);
    }
  }

  private static ObjectNode object(JudgedDialogue judged) {
    ObjectMapper json = JsonCoder.mapper();
    Topic topic = judged.dialogue().seed().topic();
    ObjectNode line = json.createObjectNode();
    line.put("id", judged.dialogue().seed().id());
    line.put("topic", topic.text());
    ArrayNode conversations = line.putArray("conversations");
    for (Turn turn : judged.dialogue().turns()) {
      conversations.addObject().put("from", "human").put("value", turn.question());
      conversations
          .addObject()
          .put("from", "gpt")
          .put("value", turn.answer())
          .put("caption", turn.caption())
          .put("image", turn.image().uri());
    }
    line.put("domain", topic.domain());
    line.put("category", topic.category());
    line.put("seed", judged.dialogue().seed().seed());
    ArrayNode scores = line.putArray("scores");
    judged.verdicts().forEach(verdict -> scores.add(scores(json, verdict)));
    if (!judged.features().isEmpty()) {
      line.set("features", json.valueToTree(judged.features()));
    }
    ArrayNode lineage = line.putArray("lineage");
    judged.dialogue().turns().forEach(turn -> lineage.add(json.valueToTree(turn.lineage())));
    return line;
  }

  private static ObjectNode scores(ObjectMapper json, Verdict verdict) {
    ObjectNode scores = json.createObjectNode();
    if (verdict instanceof Verdict.Scored scored) {
      scored.scores().entrySet().stream()
          .sorted(java.util.Map.Entry.comparingByKey())
          .forEach(score -> scores.put(score.getKey().name(), score.getValue()));
    } else if (verdict instanceof Verdict.Unscored unscored) {
      scores.put("unscored", unscored.reason());
    }
    return scores;
  }
}
