package io.seir.cli;

import io.seir.model.ModelProvider;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import io.seir.model.Prices;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.RunDetails;
import io.seir.refine.RefinementConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run was asked to do, for its record and for recognising it later. */
record GenerationRecord(
    GenerationOptions options,
    DialoguePlan plan,
    RefinementConfig refinement,
    ModelsConfig models,
    String judge,
    Acceptance acceptance) {

  /** What decides the data set. */
  TreeMap<String, String> fingerprint() {
    TreeMap<String, String> fingerprint = options.fingerprint();
    optionsOfRecord().forEach((name, value) -> fingerprint.put(name, String.valueOf(value)));
    models.identities().forEach((role, identity) -> fingerprint.put("models." + role, identity));
    return fingerprint;
  }

  /** For {@code run.json}. */
  RunDetails details() {
    TreeMap<String, Object> about = new TreeMap<>();
    about.put("seed", plan.seed());
    about.put("options", optionsOfRecord());
    about.put("models", models(models));
    TreeMap<String, String> changed = new TreeMap<>();
    options.prompts().changes().forEach((name, text) -> changed.put(name, Fingerprints.of(text)));
    if (!changed.isEmpty()) {
      about.put("prompts", changed);
    }
    List<String> cautions = Cautions.of(models);
    if (!cautions.isEmpty()) {
      about.put("cautions", cautions);
    }
    about.put("versions", Versions.all());
    TreeMap<String, Prices> prices = new TreeMap<>();
    models.roles().forEach((role, spec) -> prices.put(role.key(), spec.prices()));
    return new RunDetails(prices, about);
  }

  /** The model of each role, for a record. */
  static TreeMap<String, Object> models(ModelsConfig models) {
    TreeMap<String, Object> roles = new TreeMap<>();
    models.roles().forEach((role, spec) -> roles.put(role.key(), model(spec)));
    return roles;
  }

  private static Map<String, String> model(ModelSpec spec) {
    ModelProvider provider = ModelsConfig.provider(spec.provider());
    return new TreeMap<>(
        Map.of(
            "provider", spec.provider(),
            "model", provider.identity(spec),
            "endpoint", provider.endpoint(spec)));
  }

  TreeMap<String, Object> optionsOfRecord() {
    TreeMap<String, Object> all = new TreeMap<>();
    all.put("samples", plan.samples());
    all.put("turns", plan.fewestTurns() + "-" + plan.mostTurns());
    all.put("questionDepth", refinement.questionDepth());
    all.put("answerDepth", refinement.answerDepth());
    all.put("imageDepth", refinement.imageDepth());
    all.put("select", refinement.selection());
    all.put("plateau", refinement.plateau());
    all.put("historyImages", refinement.historyImages());
    all.put("language", options.prompts().language());
    all.put("topics", plan.topics().size() + " " + options.topicsSource());
    all.put("templates", plan.templates().size() + " " + options.templatesSource());
    if (options.skipped() > 0) {
      all.put("skippedEntries", options.skipped()); // of topics and templates, by --lenient
    }
    all.put("judge", judge);
    if (models.roles().keySet().stream().anyMatch(ModelRole::isSafety)) {
      all.put("unsafe", options.unsafe);
    }
    if (acceptance.gates()) {
      all.put("accept", acceptance.expression());
    }
    return all;
  }
}
