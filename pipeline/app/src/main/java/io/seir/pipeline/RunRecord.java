package io.seir.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.ask.Budget;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.SharedKernels;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.ModelUsage;
import io.seir.sample.StageUsage;
import java.util.Locale;
import java.util.TreeMap;

/**
 * The run as recorded in {@code run.json}; written last, so its presence marks a finished data set.
 *
 * @param attempted dialogues up to the end of the last span
 */
record RunRecord(Generation run, long attempted, Tally tally) {
  /**
   * @throws IllegalStateException if dialogues were lost or counted twice
   */
  RunRecord {
    long told = tally.accepted() + tally.rejectedTotal() + tally.badTotal();
    if (told != attempted) {
      throw new IllegalStateException(
          attempted
              + " dialogues were begun, but "
              + tally.accepted()
              + " were accepted, "
              + tally.rejectedTotal()
              + " rejected and "
              + tally.badTotal()
              + " are bad");
    }
  }

  /** Whether no further span is needed. */
  boolean finished() {
    return tally.accepted() >= run.plan().samples()
        || !run.acceptance().gates()
        || tally.bad().containsKey(Budget.REACHED);
  }

  /** The JSON text. */
  String text() {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("asked", run.plan().samples());
    if (run.acceptance().gates()) {
      json.put("attempted", attempted);
    }
    json.put("accepted", tally.accepted());
    if (run.acceptance().gates()) {
      json.set("rejected", JsonCoder.mapper().valueToTree(tally.rejected()));
    }
    json.set("bad", JsonCoder.mapper().valueToTree(tally.bad()));
    json.put("turns", tally.turns());
    json.set("usage", usage(tally.usage()));
    json.set("cost", new Cost(run.details().prices(), tally).json());
    ObjectNode stages = json.putObject("stages");
    tally.stages().forEach((name, stage) -> stages.set(name, stage(stage)));
    ObjectNode scores = json.putObject("scores");
    for (JudgeDimension dimension : JudgeDimension.values()) {
      Moments moments = tally.scores().getOrDefault(dimension, Moments.NONE);
      ObjectNode score = scores.putObject(dimension.name());
      score.put("turns", moments.count());
      if (moments.count() > 0) {
        score.put("mean", rounded(moments.mean()));
      }
    }
    ObjectNode safety = json.putObject("safety");
    safety
        .putObject("checked")
        .put("text", run.details().checksTexts())
        .put("image", run.details().checksPictures());
    safety.put("unsafe", run.unsafe().name().toLowerCase(Locale.ROOT));
    safety.set("flags", JsonCoder.mapper().valueToTree(tally.flags()));
    json.set("unscored", JsonCoder.mapper().valueToTree(tally.unscored()));
    KernelSelector.Selected engine = SharedKernels.of(run.features().rounds());
    ObjectNode kernels = json.putObject("kernels");
    kernels.put("engine", engine.kernels().engine());
    kernels.put("why", engine.why());
    if (run.features().accelerator() != null) {
      kernels.put("featuresAsked", run.features().kernels().name().toLowerCase(Locale.ROOT));
    }
    new TreeMap<>(run.details().about())
        .forEach((key, value) -> json.set(key, JsonCoder.mapper().valueToTree(value)));
    try {
      return JsonCoder.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a run record is always JSON", e);
    }
  }

  private static ObjectNode stage(StageTally stage) {
    ObjectNode node = JsonCoder.mapper().createObjectNode();
    node.set("usage", usage(stage.usage()));
    node.set("revisions", JsonCoder.mapper().valueToTree(stage.revisions()));
    node.set("stops", JsonCoder.mapper().valueToTree(stage.stops()));
    node.set("decidedBy", JsonCoder.mapper().valueToTree(stage.decidedBy()));
    node.set("unreviewed", JsonCoder.mapper().valueToTree(stage.unreviewed()));
    node.set("unrevised", JsonCoder.mapper().valueToTree(stage.unrevised()));
    ArrayNode plain = node.putArray("meanScoreByRound");
    stage.score().values().forEach(moments -> plain.add(rounded(moments.mean())));
    ArrayNode best = node.putArray("meanBestScoreByRound");
    stage.bestScore().values().forEach(moments -> best.add(rounded(moments.mean())));
    return node;
  }

  /** All models together, and each role separately. */
  private static ObjectNode usage(StageUsage usage) {
    ObjectNode node = usage(usage.total());
    ObjectNode models = node.putObject("models");
    usage.models().forEach((role, used) -> models.set(role, usage(used)));
    return node;
  }

  private static ObjectNode usage(ModelUsage used) {
    ObjectNode node = JsonCoder.mapper().createObjectNode();
    node.put("calls", used.calls());
    node.put("promptTokens", used.promptTokens());
    node.put("completionTokens", used.completionTokens());
    node.put("images", used.images());
    if (used.uncounted() > 0) {
      node.put("callsWithUncountedTokens", used.uncounted());
    }
    return node;
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
