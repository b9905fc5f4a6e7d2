package io.seir.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.StageUsage;
import io.seir.judge.JudgeDimension;
import java.util.Map;
import java.util.TreeMap;

/**
 * The run as {@code run.json} tells it; written last, so its presence marks a finished data set.
 */
public final class RunRecord {
  private RunRecord() {}

  /**
   * The JSON text.
   *
   * @param about what the run was asked to do: options, models, versions
   * @throws IllegalStateException if dialogues were lost or counted twice
   */
  static String of(long asked, RunTally tally, Map<String, Object> about) {
    if (tally.accepted() + tally.badTotal() != asked) {
      throw new IllegalStateException(
          "asked for "
              + asked
              + " dialogues but "
              + tally.accepted()
              + " were accepted and "
              + tally.badTotal()
              + " are bad");
    }
    ObjectNode run = JsonCoder.mapper().createObjectNode();
    run.put("asked", asked);
    run.put("accepted", tally.accepted());
    run.set("bad", JsonCoder.mapper().valueToTree(tally.bad()));
    run.put("turns", tally.turns());
    run.set("usage", usage(tally.usage()));
    ObjectNode stages = run.putObject("stages");
    tally.stages().forEach((name, stage) -> stages.set(name, stage(stage)));
    ObjectNode scores = run.putObject("scores");
    for (JudgeDimension dimension : JudgeDimension.values()) {
      Moments moments = tally.scores().getOrDefault(dimension, Moments.NONE);
      ObjectNode score = scores.putObject(dimension.name());
      score.put("turns", moments.count());
      if (moments.count() > 0) {
        score.put("mean", rounded(moments.mean()));
      }
    }
    run.set("unscored", JsonCoder.mapper().valueToTree(tally.unscored()));
    new TreeMap<>(about)
        .forEach((key, value) -> run.set(key, JsonCoder.mapper().valueToTree(value)));
    try {
      return JsonCoder.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(run);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a run record is always JSON", e);
    }
  }

  private static ObjectNode stage(StageTally stage) {
    ObjectNode node = JsonCoder.mapper().createObjectNode();
    node.set("usage", usage(stage.usage()));
    node.set("revisions", JsonCoder.mapper().valueToTree(stage.revisions()));
    node.set("stops", JsonCoder.mapper().valueToTree(stage.stops()));
    ArrayNode plain = node.putArray("meanScoreByRound");
    stage.score().values().forEach(moments -> plain.add(rounded(moments.mean())));
    ArrayNode best = node.putArray("meanBestScoreByRound");
    stage.bestScore().values().forEach(moments -> best.add(rounded(moments.mean())));
    return node;
  }

  private static ObjectNode usage(StageUsage usage) {
    return JsonCoder.mapper().valueToTree(usage);
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
