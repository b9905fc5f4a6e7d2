package io.seir.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.dialogue.JsonCoder;
import io.seir.judge.JudgeDimension;
import io.seir.judge.JudgedEntry;
import io.seir.judge.Verdict;

/**
 * An entry's own line with what the judge says beside its keys: of a single exchange {@code labels}
 * ([TCC, ICC, IQ, ITS], whole) and {@code synjudge} (before they were made whole, and who decided);
 * of a dialogue {@code synjudge} alone, one object a turn. What is unscored has no labels and says
 * why in {@code synjudge.unscored}.
 */
public final class JudgedLine {
  private static final double SCALE = 1e4;

  private JudgedLine() {}

  /** The line, without its end. */
  public static String of(JudgedEntry judged) {
    ObjectNode line = EntryLine.object(judged.entry().json());
    line.put("id", judged.entry().id()); // it may have had none
    line.remove("labels"); // of another judge
    if (line.path("conversations").isArray()) {
      ArrayNode turns = line.putArray("synjudge");
      judged.verdicts().forEach(verdict -> turns.add(object(verdict)));
    } else {
      Verdict verdict = judged.verdicts().get(0);
      if (verdict instanceof Verdict.Scored scored) {
        ArrayNode labels = line.putArray("labels");
        for (JudgeDimension dimension : JudgeDimension.values()) {
          labels.add(scored.scores().get(dimension));
        }
      }
      line.set("synjudge", object(verdict));
    }
    line.put("model", judged.entry().system());
    return line.toString();
  }

  private static JsonNode object(Verdict verdict) {
    ObjectNode object = JsonCoder.mapper().createObjectNode();
    if (verdict instanceof Verdict.Scored scored) {
      for (JudgeDimension dimension : JudgeDimension.values()) {
        double value = scored.expected().getOrDefault(dimension, Double.NaN);
        object.put(dimension.name(), Math.round(value * SCALE) / SCALE);
      }
      object.put("by", scored.by());
    } else if (verdict instanceof Verdict.Unscored unscored) {
      object.put("unscored", unscored.reason());
    }
    return object;
  }
}
